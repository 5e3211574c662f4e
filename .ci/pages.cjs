// Opens web pages in headless Chromium as readers do: on a phone, on a desk, to
// copy from and on paper. Exits with 1 where a page is wider than its window,
// a text stands outside it, or a word does not come out as it is written.
const { execFileSync } = require("child_process");
const { chromium } = require("playwright-core");

const WIDTHS = [320, 768, 1280];

/// What stands outside the window, and what scrolls sideways.
function sideways() {
  const width = document.documentElement.clientWidth;
  const found = [];
  if (document.scrollingElement.scrollWidth > width) {
    found.push(`the page is ${document.scrollingElement.scrollWidth} wide`);
  }
  for (const element of document.querySelectorAll("body *")) {
    const scrolls = getComputedStyle(element).overflowX !== "visible";
    if (scrolls && element.clientWidth > 1 && element.scrollWidth > element.clientWidth) {
      found.push(`<${element.localName} class="${element.className}"> scrolls`);
    }
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(texts.currentNode);
    const isOutside = (box) => box.width > 0 && (box.left < -0.5 || box.right > width + 0.5);
    if ([...range.getClientRects()].some(isOutside)) {
      found.push(`outside: ${texts.currentNode.data.slice(0, 60)}`);
    }
    const cell = texts.currentNode.parentElement.closest("td, th, p, h1, h2, h3, li");
    const edge = cell ? cell.getBoundingClientRect().right : width;
    const isOver = (box) => box.width > 1 && box.right > edge + 0.5;
    if ([...range.getClientRects()].some(isOver)) {
      found.push(`over its neighbour: ${texts.currentNode.data.slice(0, 60)}`);
    }
  }
  return found;
}

/// Each text of the page, and whether it is printed.
function texts() {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data, parentElement } = walk.currentNode;
    const text = data.replace(/\s+/g, " ").trim();
    if (text) found.push({ text, isPrinted: parentElement.closest("nav, .hidden") === null });
  }
  return found;
}

const squeezed = (text) => text.replace(/\s+/g, "");

/// Every text is on paper; one that is shared by two pages, word by word.
function lostOnPaper(found, file, pdf) {
  const paper = squeezed(execFileSync("pdftotext", ["-raw", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 28 }));
  const isThere = (text) => paper.includes(squeezed(text));
  const isLost = ({ text, isPrinted }) => isPrinted && !isThere(text) && !text.split(" ").every(isThere);
  return found.filter(isLost).map(({ text }) => `not on paper: ${text.slice(0, 60)}`);
}

(async () => {
  const [folder, ...files] = process.argv.slice(2);
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const page = await browser.newPage();
  let faulty = 0;
  for (const file of files) {
    const faults = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto("file://" + file);
      for (const fault of await page.evaluate(sideways)) faults.push(`at ${width} px, ${fault}`);
    }
    const found = await page.evaluate(texts);
    const copied = squeezed(await page.evaluate(() => {
      getSelection().selectAllChildren(document.body);
      return getSelection().toString();
    }));
    for (const { text } of found) {
      for (const word of text.split(" ")) if (!copied.includes(word)) faults.push(`not copied: ${word}`);
    }
    const pdf = `${folder}/printed.pdf`;
    await page.pdf({ path: pdf, preferCSSPageSize: true });
    faults.push(...lostOnPaper(found, file, pdf));
    for (const fault of faults.slice(0, 10)) console.log(`${file}: ${fault}`);
    faulty += faults.length > 0 ? 1 : 0;
  }
  await browser.close();
  console.log(`${files.length - faulty} of ${files.length} web pages fit a phone, a desk and paper`);
  process.exit(faulty > 0 ? 1 : 0);
})();
