//! The pages of a PDF, one by one. (ISO 32000-1, clause 7.7.3.)

use std::collections::HashSet;
use std::rc::Rc;

use super::budget::Fault;
use super::content::{self, Shown};
use super::file::File;
use super::object::{Dict, Object};
use crate::verify::{Check, Finding};

/// How many pages and groups of pages a file may have.
const MOST_PAGES: usize = 100_000;
/// How much a page may show.
const MOST_CONTENT: usize = 16 << 20;

/// Goes from page to page. Each node of their tree may be come upon once.
struct Pages<'f, 'a> {
    file: &'f File<'a>,
    seen: HashSet<u32>,
    /// Nodes to come, with the resources that they inherit.
    waiting: Vec<(u32, Rc<Object>)>,
}

struct Page {
    dict: Dict,
    resources: Rc<Object>,
}

const TREE: Fault = Fault::Broken("Pages");

impl<'f, 'a> Pages<'f, 'a> {
    fn of(file: &'f File<'a>, catalog: &Dict) -> Result<Self, Fault> {
        let root = catalog.get("Pages").reference().ok_or(TREE)?;
        let waiting = vec![(root, Rc::new(Object::Null))];
        Ok(Self { file, seen: HashSet::new(), waiting })
    }

    fn next(&mut self) -> Result<Option<Page>, Fault> {
        while let Some((number, inherited)) = self.waiting.pop() {
            if !self.seen.insert(number) {
                return Err(TREE);
            }
            if self.seen.len() + self.waiting.len() > MOST_PAGES {
                return Err(Fault::TooMuch);
            }
            let Object::Dict(dict) = self.file.object(number)? else { return Err(TREE) };
            let resources = match self.file.get(&dict, "Resources")?.into_owned() {
                Object::Null => inherited,
                own => Rc::new(own),
            };
            if !dict.has("Kids") {
                return Ok(Some(Page { dict, resources }));
            }
            for kid in self.file.get(&dict, "Kids")?.list().iter().rev() {
                let number = kid.reference().ok_or(TREE)?;
                self.waiting.push((number, resources.clone()));
            }
        }
        Ok(None)
    }
}

/// What is wrong with the pages, by their numbers.
#[derive(Debug, Default)]
pub(super) struct Wrong {
    without_parents: Vec<String>,
    untagged: Vec<String>,
    hidden: Vec<String>,
    without_order: Vec<String>,
    /// How many pages there are.
    pub(super) count: usize,
}

impl Wrong {
    pub(super) fn find(file: &File, catalog: &Dict) -> Result<Self, Fault> {
        let mut pages = Pages::of(file, catalog)?;
        let mut wrong = Self::default();
        while let Some(page) = pages.next()? {
            wrong.count += 1;
            wrong.look(file, &page)?;
        }
        if wrong.count == 0 { Err(TREE) } else { Ok(wrong) }
    }

    fn look(&mut self, file: &File, page: &Page) -> Result<(), Fault> {
        let number = self.count.to_string();
        if page.dict.get("StructParents").count().is_none() {
            self.without_parents.push(format!("StructParents {number}"));
        }
        let annotations = file.get(&page.dict, "Annots")?;
        let order = file.get(&page.dict, "Tabs")?;
        // The key came with PDF 1.5, so that PDF/A-1 cannot have it.
        let has_order = order.name() == Some("S") || file.version().as_str() < "1.5";
        if !annotations.list().is_empty() && !has_order {
            self.without_order.push(number.clone());
        }
        let shown = shown(file, page)?;
        if shown.untagged {
            self.untagged.push(number.clone());
        }
        if shown.invisible {
            self.hidden.push(number);
        }
        Ok(())
    }

    /// The tags of the file, of which `lacking` are wrong already. Where there
    /// are none, no page is in them.
    pub(super) fn tagged(&mut self, mut lacking: Vec<String>) -> Finding {
        if lacking.is_empty() {
            lacking.append(&mut self.without_parents);
        }
        Finding::of(Check::Tagged, lacking)
    }

    pub(super) fn findings(self) -> [Finding; 3] {
        [
            Finding::of(Check::Content, self.untagged),
            Finding::of(Check::Hidden, self.hidden),
            Finding::of(Check::TabOrder, self.without_order),
        ]
    }
}

/// What a page shows, in one stream or in several that follow each other.
fn shown(file: &File, page: &Page) -> Result<Shown, Fault> {
    let contents = file.get(&page.dict, "Contents")?;
    let mut bytes = Vec::new();
    match &*contents {
        Object::Null => {}
        Object::List(streams) => {
            for stream in streams {
                bytes.extend(file.unpacked(&*file.resolved(stream)?)?);
                bytes.push(b'\n');
                if bytes.len() > MOST_CONTENT {
                    return Err(Fault::TooMuch);
                }
            }
        }
        stream => bytes = file.unpacked(stream)?,
    }
    let properties = match page.resources.dict() {
        Some(resources) => file.get(resources, "Properties")?.into_owned(),
        None => Object::Null,
    };
    content::look(&bytes, |name| {
        let Some(properties) = properties.dict() else { return Ok(false) };
        let named = file.get(properties, name)?;
        Ok(named.dict().is_some_and(|named| named.has("MCID")))
    })
}
