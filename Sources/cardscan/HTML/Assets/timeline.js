"use strict";
// Series over time: how many there are, how many come and go in each step, and which source covers it.

/** Steps of an axis that people count in: 1, 2 or 5 times a power of ten. */
function niceStep(most, count) {
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough);
}

function livingOf(time) {
  let sum = 0;
  return time.started.map((started, index) => {
    sum += started;
    const living = sum;
    sum -= time.ended[index];
    return living;
  });
}

/** The one day that all of it is in, or nothing. */
function dayOf(time) {
  const [first, last] = [time.start, time.start + time.started.length * time.step - 1].map((at) => moment(at).slice(0, 10));
  return first === last ? first : "";
}

/** The drawing alone; `choose` is called with the step under the pointer. */
function chartOf(time, height, sources = [], choose = null, width = 340) {
  const count = time.started.length;
  const living = livingOf(time);
  const isTall = height > 120;
  const left = isTall ? 52 : 0;
  const right = width - 4;
  const flow = isTall ? 64 : 26;
  const level = height - flow - 22;
  const x = (step) => left + ((right - left) * step) / count;
  const mostLiving = Math.max(...living, 1);
  const top = isTall ? Math.ceil(mostLiving / niceStep(mostLiving, 4)) * niceStep(mostLiving, 4) : mostLiving;
  const y = (value) => 6 + (level - 6) * (1 - value / top);
  // What is there from the start, and what is there at the end, neither came nor went.
  const born = time.started.map((value, index) => (index ? value : 0));
  const died = time.ended.map((value, index) => (index < count - 1 ? value : 0));
  const mostFlow = Math.max(...born, ...died, 1);
  const middle = level + 16 + (flow - 16) / 2;
  const tall = (value) => (value ? Math.max(1, ((flow - 16) / 2) * (value / mostFlow)) : 0);

  const lines = 24;
  const rows = sources.slice(0, lines);
  const full = height + (rows.length ? 14 + rows.length * 18 : 0);
  const chart = draw("svg", { viewBox: `0 0 ${width} ${full}`, class: "chart", role: "img",
    "aria-label": `${compact(Math.max(...living))} series at most at one time; ${compact(born.reduce((a, b) => a + b, 0))} came, ${compact(died.reduce((a, b) => a + b, 0))} went` });
  chart.style.height = full + "px";
  if (isTall) {
    const step = niceStep(mostLiving, 4);
    for (let value = 0; value <= top; value += step) {
      chart.append(draw("line", { x1: left, x2: right, y1: y(value), y2: y(value), class: value ? "grid" : "axis" }),
        draw("text", { x: left - 8, y: y(value) + 4, "text-anchor": "end" }, compact(value)));
    }
  }
  let area = `M${x(0)},${y(0)}`;
  let edge = "";
  living.forEach((value, index) => {
    area += `V${y(value)}H${x(index + 1)}`;
    edge += `${index ? "V" : `M${x(0)},`}${y(value)}H${x(index + 1)}`;
  });
  chart.append(draw("path", { d: `${area}V${y(0)}Z`, class: "alive" }), draw("path", { d: edge, class: "edge" }));
  const gap = (right - left) / count > 4 ? 1 : 0;
  for (let index = 0; index < count; index += 1) {
    const wide = Math.max(0.5, x(index + 1) - x(index) - gap);
    if (born[index]) chart.append(draw("rect", { x: x(index), width: wide, y: middle - tall(born[index]), height: tall(born[index]), class: "born" }));
    if (died[index]) chart.append(draw("rect", { x: x(index), width: wide, y: middle, height: tall(died[index]), class: "died" }));
  }
  chart.append(draw("line", { x1: left, x2: right, y1: middle, y2: middle, class: "axis" }));
  if (isTall) chart.append(draw("text", { x: left - 8, y: middle + 4, "text-anchor": "end" }, "± " + compact(mostFlow)));

  const labels = Math.max(2, Math.floor((right - left) / 130));
  for (let index = 0; index <= labels; index += 1) {
    const step = Math.round((count * index) / labels);
    const at = time.start + step * time.step;
    const text = dayOf(time) && time.step < 86400000 ? moment(at, time.step).slice(11) : moment(at, time.step);
    chart.append(draw("text", { x: x(step), y: height - 4, "text-anchor": index === 0 ? "start" : index === labels ? "end" : "middle" },
      isTall || index === 0 || index === labels ? text : ""));
  }
  rows.forEach((source, index) => {
    const scale = (at) => x(Math.max(0, Math.min(count, (at - time.start) / time.step)));
    const row = height + 12 + index * 18;
    const begin = source.from === null ? left : scale(source.from);
    const end = source.from === null ? left : Math.max(begin + 2, scale(source.to));
    if (end > begin) chart.append(draw("rect", { x: begin, y: row, width: end - begin, height: 13, rx: 2, class: "span" }));
    // Beside its bar or within it; what has no room there is shortened.
    const short = source.n.length > 9 ? source.n.slice(0, 8) + "…" : source.n;
    let text = "";
    let place = null;
    for (const [name, noun] of [[source.n, " series"], [short, " series"], [short, ""]]) {
      text = `${name}  ${source.from === null ? "times not known, " : ""}${compact(source.v)}${noun}`;
      const needed = text.length * 6.7 + 12;
      place = end + needed < right ? { x: end + 6 } : begin - needed > left ? { x: begin - 6, "text-anchor": "end" }
        : needed < end - begin ? { x: begin + 6 } : null;
      if (place) break;
    }
    place ??= { x: right - 4, "text-anchor": "end" };
    chart.append(draw("text", { ...place, y: row + 10.5, class: "name" }, text));
  });

  if (choose) {
    const cursor = draw("line", { y1: 6, y2: height - 18, class: "cursor", visibility: "hidden" });
    chart.append(cursor);
    chart.setAttribute("tabindex", "0");
    chart.setAttribute("role", "slider");
    chart.setAttribute("aria-valuemin", 0);
    chart.setAttribute("aria-valuemax", count - 1);
    let at = -1;
    const point = (step) => {
      at = Math.max(0, Math.min(count - 1, step));
      cursor.setAttribute("visibility", "visible");
      cursor.setAttribute("x1", x(at + 0.5));
      cursor.setAttribute("x2", x(at + 0.5));
      const text = `${moment(time.start + at * time.step, time.step)}: ${grouped(living[at])} series, ${grouped(born[at])} new, ${grouped(died[at])} gone`;
      chart.setAttribute("aria-valuenow", at);
      chart.setAttribute("aria-valuetext", text);
      choose(text);
    };
    chart.addEventListener("pointermove", (event) => {
      const box = chart.getBoundingClientRect();
      point(Math.floor((((event.clientX - box.left) * (width / box.width) - left) / (right - left)) * count));
    });
    chart.addEventListener("focus", () => { if (at < 0) point(0); });
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -count, End: count }[event.key];
      if (!step) return;
      event.preventDefault();
      point(at + step);
    });
  }
  return chart;
}

function timelineSection(section) {
  page.grid = { start: section.start, step: section.step };
  const box = make("figure");
  const hint = "point at the chart, or focus it and use the arrow keys";
  const readout = make("p", "readout faint", hint);
  const key = (name, text) => make("span", "hint", make("i", "key " + name), text);
  const living = livingOf(section);
  const table = make("table", "", make("thead", "", make("tr", "", ["From (UTC)", "Series", "New", "Gone"].map((title, index) => {
    const head = make("th", index ? "number" : "", title);
    head.scope = "col";
    return head;
  }))), make("tbody", "", living.map((value, index) => make("tr", "",
    make("td", "", moment(section.start + index * section.step, section.step)), make("td", "number", grouped(value)),
    make("td", "number", grouped(index ? section.started[index] : 0)),
    make("td", "number", grouped(index < living.length - 1 ? section.ended[index] : 0))))));
  const details = make("details", "", make("summary", "", "As a table"), make("div", "scroll", table));
  const say = (text) => { readout.textContent = text; };
  whenWidthChanges(box, (width) => box.replaceChildren(chartOf(section, 260, section.sources, say, Math.max(300, width))));
  const leftOut = section.sources.length > 24 ? make("p", "hint", `${grouped(section.sources.length - 24)} sources more, in the table below`) : null;
  return make("section", "", titled(section.title, key("alive", "series"), key("born", "new"), key("died", "gone"), key("span", "source"), make("span", "spring"), make("span", "hint", `${dayOf(section)} UTC`.trim())),
    note(section), readout, box, leftOut, details);
}
