// @ts-check
// Pictures of the table.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { BARE, OURS, TRACKERS } from "./trackers.js";

const CHARTS = "echarts";
const PLOTTED = ["weight", "init", "a click", "an event", "bytes sent", "heap after 1,000"];
const SCROLLED = ["scroll 100", "scroll 1000", "scroll 5000"];
const SIZE = { width: 640, height: 320 };
const [OUR_COLOUR, OTHERS] = ["#c2410c", "#94a3b8"];

/**
 * @param {import("./statistics.js").Result[]} results
 * @param {string} folder
 */
export async function plot(results, folder) {
  // Only now: it may have been installed a moment ago, and not on a machine that only checks types.
  const { init } = await import(CHARTS);
  const shown = TRACKERS.filter((tracker) => tracker !== BARE);
  const draw = (/** @type {string} */ name, /** @type {object} */ option) => {
    const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
    chart.setOption({ animation: false, ...option });
    writeFileSync(join(folder, `${name.replace(/\W+/g, "-")}.svg`), chart.renderToSVGString());
    chart.dispose();
  };

  for (const { figure, title, unit, spreads } of results) {
    if (!PLOTTED.includes(figure)) continue;
    const bars = shown
      .map((tracker) => ({ tracker, value: Math.max(spreads[tracker]?.median ?? 0, 0) }))
      .sort((a, b) => b.value - a.value);
    draw(figure, {
      title: { text: `${title}, ${unit}` },
      grid: { left: 110, right: 60, top: 40, bottom: 30 },
      xAxis: { type: "value" },
      yAxis: { type: "category", data: bars.map(({ tracker }) => tracker) },
      series: {
        type: "bar",
        label: {
          show: true,
          position: "right",
          formatter: (/** @type {any} */ { value }) => value.toPrecision(3),
        },
        data: bars.map(({ tracker, value }) => ({
          value,
          itemStyle: { color: tracker === OURS ? OUR_COLOUR : OTHERS },
        })),
      },
    });
  }

  const scrolls = results.filter(({ figure }) => SCROLLED.includes(figure));
  draw("scroll", {
    title: { text: "scrolling, added CPU a second, ms" },
    grid: { left: 50, right: 160, top: 40, bottom: 40 },
    legend: { type: "plain", orient: "vertical", right: 0, top: 40 },
    xAxis: { type: "category", name: "answers", data: SCROLLED.map((name) => name.slice(7)) },
    yAxis: { type: "value" },
    series: shown.map((tracker) => ({
      name: tracker,
      type: "line",
      lineStyle: { width: tracker === OURS ? 4 : 1.5 },
      data: scrolls.map(({ spreads }) => spreads[tracker]?.median),
    })),
  });
}
