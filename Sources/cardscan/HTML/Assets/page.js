"use strict";
// What every page shares: elements, figures, tables. Data become text nodes and numbers, never markup; `make` and `draw`
// are the only makers of elements.

const page = JSON.parse(document.getElementById("data").textContent);

/** An element with a class and children; strings among them become text. */
function make(name, className, ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
  return element;
}

/** An element of a drawing. */
function draw(name, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Calls `act` when the element is shown, and whenever its width has changed. */
function whenWidthChanges(element, act) {
  let width = 0;
  new ResizeObserver(() => {
    if (element.clientWidth === width) return;
    width = element.clientWidth;
    // Not within the observer's own turn, as the page may grow.
    requestAnimationFrame(() => act(width));
  }).observe(element);
}

function button(className, text, action) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", action);
  return element;
}

// Figures, as the terminal shows them.

const grouped = (number) => number.toLocaleString("en-US");

function threeDigits(number) {
  const size = Math.abs(number);
  return number.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

function compact(number) {
  for (const [unit, size] of [["T", 1e12], ["G", 1e9], ["M", 1e6]]) {
    if (Math.abs(number) >= size * 0.99995) return threeDigits(number / size) + unit;
  }
  return grouped(number);
}

function percent(share) {
  if (!Number.isFinite(share)) return "–";
  const value = share * 100;
  if (value === 0 || value === 100) return value + " %";
  if (value > 0 && value < 0.05) return "<0.1 %";
  if (value < 100 && value >= 99.9) return "99.9 %";
  return (value >= 1000 ? grouped(Math.round(value)) : value.toFixed(1)) + " %";
}

function bytes(count) {
  if (Math.abs(count) < 1024) return count + " B";
  const units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
  let unit = -1;
  while (Math.abs(count) >= 1023.95 && unit < units.length - 1) {
    count /= 1024;
    unit += 1;
  }
  return count.toFixed(count < 99.95 ? 1 : 0) + " " + units[unit];
}

const signed = (number) => (number > 0 ? "+" : number < 0 ? "−" : "±") + grouped(Math.abs(number));

/** UTC, as much of it as a step of that length needs. */
function moment(milliseconds, step = 60000) {
  // Times come from files: not all of them are on the calendar.
  if (!(Math.abs(milliseconds) < 8.6e15)) return "–";
  const text = new Date(milliseconds).toISOString();
  return text.slice(0, 10) + (step >= 86400000 ? "" : " " + text.slice(11, step < 60000 ? 19 : 16));
}

// Text in styles: ["text", "style", "text", "style", ...].

const plain = (styled) => (Array.isArray(styled) ? styled.filter((_, index) => index % 2 === 0).join("") : styled);

function spans(styled) {
  if (!Array.isArray(styled)) return [styled];
  const parts = [];
  for (let index = 0; index < styled.length; index += 2) {
    parts.push(styled[index + 1] ? make("span", styled[index + 1], styled[index]) : styled[index]);
  }
  return parts;
}

/** A name that may be broken where its words end. */
const words = (name) => name.split(/(?<=[_./:-])/);
const breakable = (name) => words(name).flatMap((word, index) => (index ? [make("wbr"), word] : [word]));

function track(share, className) {
  const fill = make("i", className);
  fill.style.width = Math.max(0, Math.min(1, share)) * 100 + "%";
  const element = make("span", "track", fill);
  element.setAttribute("aria-hidden", "true");
  return element;
}

function titled(title, ...rest) {
  return make("div", "bar-top", make("h2", "", title), ...rest);
}

// Tables.

const units = { count: grouped, bytes, share: percent, rate: percent, change: signed };
const rowsAtFirst = 25;
const rowsMore = 200;

function tableSection(section) {
  const { columns, rows } = section;
  const keys = rows.map((row) => row.map((cell) => plain(cell ?? "")).join("\u0000").toLowerCase());
  const most = columns.map((column, index) =>
    column.full ? column.full : column.bar ? rows.reduce((most, row) => Math.max(most, Math.abs(row[index] ?? 0)), 0) : 0);
  let order = rows.map((_, index) => index);
  let query = "";
  let shown = rowsAtFirst;

  const search = make("input", "search");
  search.type = "search";
  search.placeholder = "Search " + section.noun;
  search.setAttribute("aria-label", search.placeholder);
  search.spellcheck = false;
  const found = make("span", "hint");
  found.setAttribute("role", "status");
  const body = make("tbody");
  const more = make("div", "more");

  const heads = columns.map((column, index) => {
    const head = make("th", isNumber(column) && !column.bar ? "number" : "", button("", column.title, () => sortBy(index)));
    head.scope = "col";
    if (column.hint) head.title = column.hint;
    return head;
  });
  if (section.sorted !== undefined) heads[section.sorted].setAttribute("aria-sort", section.ascending ? "ascending" : "descending");

  function sortBy(column) {
    const before = heads[column].getAttribute("aria-sort");
    const first = isNumber(columns[column]) || columns[column].kind === "tone" ? "descending" : "ascending";
    const other = first === "descending" ? "ascending" : "descending";
    for (const head of heads) head.removeAttribute("aria-sort");
    const now = before === first ? other : first;
    heads[column].setAttribute("aria-sort", now);
    const sign = now === "ascending" ? 1 : -1;
    const value = (row) => sortable(columns[column], rows[row][column]);
    order = rows.map((_, index) => index).sort((left, right) => {
      const [a, b] = [value(left), value(right)];
      if (a === null || b === null) return (a === null) - (b === null) || left - right;
      return (a < b ? -sign : a > b ? sign : 0) || left - right;
    });
    fill();
  }

  function cell(column, row, index) {
    const value = row[index];
    const isEmpty = value === null || value === undefined || value === "";
    const element = make("td", [column.kind === "node" ? "name" : column.kind, isNumber(column) && !column.bar ? "number" : "",
      column.bar ? "bar" : "", isEmpty ? "none" : ""].filter(Boolean).join(" "));
    if (index > 0 && column.kind !== "wide" && column.kind !== "place") element.dataset.title = column.title;
    if (isEmpty) {
      element.append(column.kind in units ? make("span", "faint", "–") : "");
    } else if (column.kind === "node") {
      const node = page.nodes?.get(value);
      element.append(...(node ? [button("", breakable(value), () => page.open(node))] : breakable(value)));
    } else if (column.bar) {
      const tint = column.tinted === undefined ? "" : columns[column.tinted].tones[row[column.tinted]] ?? "";
      element.append(track(Math.abs(value) / (most[index] || 1), tint), units[column.kind](value));
    } else if (column.kind in units) {
      element.append(units[column.kind](value));
    } else if (column.kind === "name") {
      element.append(...(Array.isArray(value) ? spans(value) : breakable(value)));
    } else if (column.kind === "tone") {
      element.append(make("span", "strong " + (column.tones[value] ?? ""), value));
    } else {
      element.append(...spans(value));
    }
    return element;
  }

  function fill() {
    const wanted = query ? order.filter((row) => keys[row].includes(query)) : order;
    body.replaceChildren(...wanted.slice(0, shown).map((row) =>
      make("tr", "", columns.map((column, index) => cell(column, rows[row], index)))));
    if (!wanted.length) body.append(make("tr", "", make("td", "empty", "nothing matches")));
    const leftOut = section.total - rows.length;
    found.textContent = query
      ? `${grouped(wanted.length)} of ${grouped(rows.length)}`
      : grouped(section.total) + (leftOut > 0 ? `, the first ${grouped(rows.length)} here` : "");
    const rest = wanted.length - shown;
    more.replaceChildren();
    if (rest > 0) {
      const step = Math.min(rest, rowsMore);
      more.append(button("push", `Show ${grouped(step)} more`, () => { shown += step; fill(); }));
      if (rest > step) more.append(button("push", `Show all ${grouped(wanted.length)}`, () => { shown = wanted.length; fill(); }));
    }
    if (leftOut > 0) more.append(make("span", "", `${grouped(leftOut)} ${section.noun} are left out of this page: ${section.rest}`));
  }

  search.addEventListener("input", () => { query = search.value.trim().toLowerCase(); shown = rowsAtFirst; fill(); });
  fill();
  const table = make("table", "", make("thead", "", make("tr", "", heads)), body);
  table.setAttribute("aria-label", section.title);
  const tools = rows.length > 5 ? [make("span", "spring"), search] : [];
  return make("section", "", titled(section.title, found, tools), note(section), make("div", "scroll", table), more);
}

const isNumber = (column) => column.kind in units || column.kind === "amount";

/** The number in a figure such as `1,304`, `4.31M` or `20.0 %`; none in a text without. */
function amount(text) {
  const [, digits, unit] = /([+−±-]?[\d.,]+) ?([kMGT%]?)/.exec(text) ?? [];
  if (digits === undefined) return null;
  const number = Number(digits.replace(/,/g, "").replace("−", "-").replace("±", ""));
  return number * ({ k: 1e3, M: 1e6, G: 1e9, T: 1e12, "%": 0.01 }[unit] ?? 1);
}

const sortable = (column, value) =>
  value === null || value === undefined ? null
    : column.kind === "amount" ? amount(plain(value))
    : isNumber(column) ? value
      : column.kind === "tone" ? Object.keys(column.tones).indexOf(value) : plain(value).toLowerCase();

const note = (section) => (section.note ? make("p", "hint", spans(section.note)) : null);

// Text to be copied, lists, and entries.

function codeBlock(text) {
  const block = make("div", "code", make("pre", "", make("code", "", text)));
  if (navigator.clipboard) {
    const copy = button("push", "Copy", async () => {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
    });
    block.append(copy);
  }
  return block;
}

const codeSection = (section) => make("section", "", titled(section.title), note(section), codeBlock(section.text));

const listSection = (section) =>
  make("section", "", titled(section.title), note(section),
    make("ul", "lines", section.items.map((item) => make("li", "", spans(item)))));

function cardsSection(section) {
  const list = make("div", "cards", section.cards.map((card) =>
    make("article", "card",
      make("div", "amount", card.amount, card.unit ? make("small", "", card.unit) : null),
      make("div", "",
        make("h3", "", card.tag ? make("span", "tag " + card.tone, card.tag) : null, card.title),
        card.lines.map(([name, text]) => make("div", "line", name ? make("b", "", name) : null, spans(text))),
        card.code ? codeBlock(card.code) : null))));
  const leftOut = section.total - section.cards.length;
  const more = leftOut > 0 ? make("p", "more", `${grouped(leftOut)} more are left out of this page: ${section.rest}`) : null;
  return make("section", "", titled(section.title, make("span", "hint", grouped(section.total))), note(section), list, more);
}
