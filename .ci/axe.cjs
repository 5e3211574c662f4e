// Runs axe-core over web pages in headless Chromium; exits with 1 on a violation.
const { chromium } = require("playwright-core");

(async () => {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
           "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  let violations = 0;
  for (const file of process.argv.slice(2)) {
    const page = await browser.newPage();
    await page.goto("file://" + file);
    await page.addScriptTag({ path: require.resolve("axe-core/axe.min.js") });
    const found = await page.evaluate(() => axe.run());
    for (const violation of found.violations) {
      console.log(`${file}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html}`);
    }
    violations += found.violations.length;
    console.log(`${file}: ${found.passes.length} rules passed, ${found.violations.length} violated`);
    await page.close();
  }
  await browser.close();
  process.exit(violations > 0 ? 1 : 0);
})();
