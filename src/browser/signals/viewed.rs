//! `Viewed`: which answers are in view, and which part of each.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::*;
use web_sys::{DomRect, Element, Node, Window};

use crate::browser::answers::{Answer, Answers};
use crate::browser::dom;
use crate::core::signal::View;

/// Measures every answer that touches the window through which the reader sees it.
#[must_use]
pub fn measure(root: &Node, answers: &Answers) -> Vec<View> {
    let mut views = Vec::new();
    let Some((window, viewport)) = dom::page(root) else { return views };
    let viewport = Area {
        top: 0.0,
        bottom: f64::from(viewport.client_height()),
        left: 0.0,
        right: f64::from(viewport.client_width()),
    };
    for answer in answers.list().iter().filter(|answer| !answer.opted_out) {
        let rect = dom::rect(&answer.element);
        if rect.top() < viewport.bottom
            && rect.bottom() > viewport.top
            && rect.height() > 0.0
            && is_shown(&answer.element, &window)
            && let Some(view) = view(answers, answer, &window, &rect, viewport)
        {
            views.push(view);
        }
    }
    views
}

#[derive(Clone, Copy)]
struct Area {
    top: f64,
    bottom: f64,
    left: f64,
    right: f64,
}

fn view(
    answers: &Answers,
    answer: &Answer,
    page: &Window,
    rect: &DomRect,
    viewport: Area,
) -> Option<View> {
    let element = &answer.element;
    let window = clip(element, page, viewport);
    let (top, bottom) = (rect.top().max(window.top), rect.bottom().min(window.bottom));
    let width = rect.right().min(window.right) - rect.left().max(window.left);
    // An answer that has been pushed out sideways, as in a closed drawer, is not seen.
    let is_narrow = width * 2.0 < rect.width() && width * 2.0 < viewport.right;
    if bottom <= top || width <= 0.0 || is_narrow {
        return None;
    }
    let mut view = View {
        subject: answer.subject.clone(),
        top: top - rect.top(),
        bottom: bottom - rect.top(),
        height: rect.height(),
        window: window.bottom - window.top,
        width: rect.width(),
        chars: answers.chars(answer),
    };
    // An answer that scrolls inside itself, or shows only its beginning, is a window to the rest.
    let shown = element.client_height();
    if element.scroll_height() > shown + 1 && clips(element, page) {
        // What scrolls is told in pixels of its own, before any `zoom` or `transform`.
        let scale = rect.height() / f64::from(shown.max(1));
        let scrolled = f64::from(element.scroll_top()) * scale;
        view.top += scrolled;
        view.bottom += scrolled;
        view.height = f64::from(element.scroll_height()) * scale;
        view.window = view.window.min(rect.height());
    }
    Some(view)
}

fn clips(element: &Element, window: &Window) -> bool {
    style(element, window, "overflow-y") != "visible"
}

/// The part of the viewport that every scroll container around the element leaves visible.
fn clip(element: &Element, window: &Window, viewport: Area) -> Area {
    let mut area = viewport;
    let mut next = Some(element.clone());
    while let Some(inner) = next {
        // What the body and the root clip is the viewport's
        // (https://drafts.csswg.org/css-overflow/#overflow-propagation), and what is fixed to the
        // viewport is clipped by nothing else.
        if dom::matches(&inner, &"body".into()) {
            break;
        }
        if inner != *element && clips(&inner, window) {
            let rect = dom::rect(&inner);
            area.top = area.top.max(rect.top());
            area.bottom = area.bottom.min(rect.bottom());
            area.left = area.left.max(rect.left());
            area.right = area.right.min(rect.right());
        }
        if style(&inner, window, "position") == "fixed" {
            break;
        }
        next = dom::parent(&inner);
    }
    area
}

/// Whether nothing hides the element: no `visibility: hidden`, closed `<details>` or
/// `content-visibility`. A browser that cannot tell (Safari before 17.4) shows it.
fn is_shown(element: &Element, window: &Window) -> bool {
    element.unchecked_ref::<Shown>().check_visibility().unwrap_or(true)
        && style(element, window, "visibility") == "visible"
}

fn style(element: &Element, window: &Window, property: &str) -> String {
    window.unchecked_ref::<Styled>().computed_style(element).value(property)
}

#[wasm_bindgen]
extern "C" {
    /// web-sys does not know this method yet, and not every browser does.
    type Shown;

    #[wasm_bindgen(method, catch, js_name = checkVisibility)]
    fn check_visibility(this: &Shown) -> Result<bool, JsValue>;

    /// A window, which has a style for every element; web-sys takes this for one that can fail.
    type Styled;

    #[wasm_bindgen(method, js_name = getComputedStyle)]
    fn computed_style(this: &Styled, element: &Element) -> Style;

    type Style;

    #[wasm_bindgen(method, js_name = getPropertyValue)]
    fn value(this: &Style, property: &str) -> String;
}
