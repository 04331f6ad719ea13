//! Charts, drawn as SVG where the page is made: they need no script, scale and print. Colours are
//! names for the style sheet, which knows whether the page is light or dark.

use maud::{Markup, PreEscaped, html};
use plotters::coord::ranged1d::SegmentValue;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const BAR: RGBColor = RGBColor(0x3d, 0x6f, 0x8e);
const TEXT: RGBColor = RGBColor(0x5b, 0x66, 0x6d);
const LINE: RGBColor = RGBColor(0xdf, 0xe2, 0xe0);

const FONT: (&str, u32) = ("sans-serif", 12);
const WIDTH: u32 = 360;
const COLUMNS_HEIGHT: u32 = 170;
/// Of one row of a chart of intervals.
const ROW_HEIGHT: u32 = 30;

/// A share and the interval in which it may lie.
pub struct Interval {
    pub name: String,
    pub share: f64,
    pub range: [f64; 2],
}

/// One column for each name; `description` says what is seen to those who can't see it.
pub fn columns(description: &str, names: &[String], counts: &[u64]) -> Markup {
    figure(description, (WIDTH, COLUMNS_HEIGHT), |area| {
        let most = counts.iter().copied().max().unwrap_or(0).max(1);
        let mut chart = ChartBuilder::on(area)
            .margin_top(8)
            .margin_right(4)
            .x_label_area_size(22)
            .y_label_area_size(44)
            .build_cartesian_2d((0..names.len().saturating_sub(1)).into_segmented(), 0..most)?;
        let name = |value: &SegmentValue<usize>| match value {
            SegmentValue::CenterOf(index) => names.get(*index).cloned().unwrap_or_default(),
            _ => String::new(),
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .bold_line_style(LINE)
            .light_line_style(TRANSPARENT)
            .axis_style(LINE)
            .label_style(FONT.into_font().color(&TEXT))
            .x_labels(names.len())
            .x_label_formatter(&name)
            .y_labels(4)
            .y_label_formatter(&|count| short(*count))
            .draw()?;
        chart.draw_series(counts.iter().enumerate().map(|(index, count)| {
            let corners =
                [(SegmentValue::Exact(index), 0), (SegmentValue::Exact(index + 1), *count)];
            let mut column = Rectangle::new(corners, BAR.filled());
            column.set_margin(0, 0, 1, 1);
            column
        }))?;
        Ok(())
    })
}

/// One row for each share, on a scale from none to all, with a line at one half.
pub fn intervals(description: &str, rows: &[Interval]) -> Markup {
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let height = count.saturating_mul(ROW_HEIGHT) + 30;
    figure(description, (WIDTH, height), |area| {
        let mut chart = ChartBuilder::on(area)
            .margin_top(4)
            .margin_right(16)
            .x_label_area_size(22)
            .y_label_area_size(110)
            .build_cartesian_2d(0.0..1.0, 0.0..rows.len() as f64)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .bold_line_style(LINE)
            .light_line_style(TRANSPARENT)
            .axis_style(LINE)
            .label_style(FONT.into_font().color(&TEXT))
            .x_labels(5)
            .x_label_formatter(&|share| format!("{:.0} %", 100.0 * share))
            .y_labels(0)
            .draw()?;
        let half = [(0.5, 0.0), (0.5, rows.len() as f64)];
        chart.draw_series([PathElement::new(half, TEXT)])?;
        let beside = FONT.into_font().color(&TEXT).pos(Pos::new(HPos::Right, VPos::Center));
        for (index, row) in rows.iter().rev().enumerate() {
            let at = |share| (share, index as f64 + 0.5);
            let [low, high] = row.range;
            chart.draw_series([PathElement::new([at(low), at(high)], BAR.stroke_width(3))])?;
            chart.draw_series([Circle::new(at(row.share), 5, BAR.filled())])?;
            let name = Text::new(row.name.clone(), (-8, 0), beside.clone());
            chart.draw_series([EmptyElement::at(at(0.0)) + name])?;
        }
        Ok(())
    })
}

fn figure(
    description: &str,
    size: (u32, u32),
    draw: impl FnOnce(&DrawingArea<SVGBackend<'_>, plotters::coord::Shift>) -> Outcome,
) -> Markup {
    let mut svg = String::new();
    let drawn = {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        draw(&area).and_then(|()| area.present().map_err(Into::into))
    };
    // Every chart repeats a table, so that one that can't be drawn is no loss.
    if drawn.is_err() {
        return html! {};
    }
    // Within a page, the name space is known.
    let svg = svg.replace(r#" xmlns="http://www.w3.org/2000/svg""#, "");
    html! { div.chart role="img" aria-label=(description) { (PreEscaped(svg)) } }
}

/// `950`, `12k`, `3M`: an axis has little room.
fn short(count: u64) -> String {
    match count {
        ..1_000 => count.to_string(),
        1_000..1_000_000 => format!("{}k", (count as f64 / 100.0).round() / 10.0),
        _ => format!("{}M", (count as f64 / 100_000.0).round() / 10.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_shows_every_column_and_runs_nothing() {
        let names = ["a", "<b>", "c"].map(str::to_owned);
        let svg = columns("Things by name", &names, &[3, 0, 12_000]).into_string();
        assert!(
            svg.starts_with(r#"<div class="chart" role="img" aria-label="Things by name"><svg"#)
        );
        assert_eq!(svg.matches(r##"fill="#3D6F8E""##).count(), 3);
        assert!(svg.contains("&lt;b&gt;") && svg.contains("10k"), "{svg}");
        for forbidden in ["style=", "<script", "http", "<b>"] {
            assert!(!svg.contains(forbidden), "{forbidden} in {svg}");
        }
    }

    #[test]
    fn a_chart_of_nothing_is_no_reason_to_panic() {
        columns("Nothing", &[], &[]);
        intervals("Nothing", &[]);
        columns("One", &["a".to_owned()], &[0]);
    }
}
