"use strict";
// Areas that are as large as numbers, one inside the other: a cell that has parts can be entered.
//
// A node is {n: name, v: size, parts, hue or part (of 0 to 1), why, facts, text, time}.

/** Rectangles for sizes in descending order, as square as they can be (Bruls, Huizing, van Wijk: squarified treemaps). */
function squarified(sizes, width, height) {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const rectangles = [];
  if (total <= 0 || width <= 0 || height <= 0) return rectangles;
  const scale = (width * height) / total;
  let [x, y] = [0, 0];
  let row = [];
  let rowArea = 0;
  // How far from square the worst of the row is, along a side of that length.
  const worst = (areas, sum, side) => {
    const [large, small] = [areas[0], areas[areas.length - 1]];
    return Math.max((side * side * large) / (sum * sum), (sum * sum) / (side * side * small));
  };
  const lay = () => {
    const isWide = width >= height;
    const thickness = rowArea / (isWide ? height : width);
    let offset = isWide ? y : x;
    for (const area of row) {
      const length = area / thickness;
      rectangles.push(isWide ? { x, y: offset, width: thickness, height: length } : { x: offset, y, width: length, height: thickness });
      offset += length;
    }
    if (isWide) { x += thickness; width -= thickness; } else { y += thickness; height -= thickness; }
  };
  for (const size of sizes) {
    const area = size * scale;
    const side = Math.min(width, height);
    if (row.length && worst([...row, area], rowArea + area, side) > worst(row, rowArea, side)) {
      lay();
      row = [];
      rowArea = 0;
    }
    row.push(area);
    rowArea += area;
  }
  if (row.length) lay();
  return rectangles;
}

function treemapSection(section) {
  const root = section.root;
  let trail = [root];
  let colour = "hue";
  const path = make("nav", "path");
  path.setAttribute("aria-label", "Where you are in the map");
  const map = make("div", "map");
  map.setAttribute("role", "group");
  const tip = make("div", "tip");
  tip.hidden = true;
  const side = make("div", "side");
  side.setAttribute("aria-live", "polite");
  const smallest = 14;

  const here = () => trail[trail.length - 1];
  const unitOf = (node) => node.unit ?? section.unit;

  /** The parts that can be seen, and one cell for those that are too small. */
  function visible(node, area) {
    const total = node.parts.reduce((sum, part) => sum + part.v, 0) + (node.rest ?? 0);
    const parts = [];
    let rest = node.rest ?? 0;
    let count = node.restCount ?? 0;
    for (const part of node.parts) {
      if (total > 0 && (part.v / total) * area >= smallest * smallest) parts.push(part);
      else { rest += part.v; count += 1; }
    }
    if (rest > 0) parts.push({ n: `${grouped(count)} more`, v: rest, hue: 8, isRest: true });
    return parts;
  }

  function show(focused) {
    const node = here();
    const [width, height] = [map.clientWidth, map.clientHeight];
    const parts = visible(node, width * height);
    const total = parts.reduce((sum, part) => sum + part.v, 0);
    const rectangles = squarified(parts.map((part) => part.v), width, height);
    const cells = parts.slice(0, rectangles.length).map((part, index) => cellOf(part, rectangles[index], width, height, total, node));
    tip.hidden = true;
    map.replaceChildren(...cells, tip);
    map.setAttribute("aria-label", `${node.n}: ${cells.length} areas by ${unitOf(node)}; arrow keys move, Enter opens, Escape goes back`);
    const first = cells.find((cell) => cell.node === focused) ?? cells[0];
    if (first) first.tabIndex = 0;
    if (focused !== undefined) first?.focus({ preventScroll: true });
    path.replaceChildren(...trail.flatMap((step, depth) =>
      depth === trail.length - 1
        ? [make("span", "here", step.n)]
        : [button("", step.n, () => leave(depth)), make("span", "faint", "›")]),
    make("span", "faint", `area: ${unitOf(node)}` + (node.legend ? `; ${node.legend}` : "")));
    side.replaceChildren(...sideOf(node));
  }

  function cellOf(part, box, width, height, total, parent) {
    const canOpen = Boolean(part.parts?.length || part.facts);
    const cell = button("cell" + (canOpen ? "" : " leaf"), [], () => { if (canOpen) enter(part); });
    cell.node = part;
    cell.tabIndex = -1;
    // In shares of the map, so that it fits whatever paper it is printed on.
    cell.style.left = (box.x / width) * 100 + "%";
    cell.style.top = (box.y / height) * 100 + "%";
    cell.style.width = (box.width / width) * 100 + "%";
    cell.style.height = (box.height / height) * 100 + "%";
    if (part.part !== undefined && (part.hue === undefined || colour === "part")) {
      cell.classList.add("seq");
      cell.style.setProperty("--part", Math.round(part.part * 100) + "%");
    } else {
      cell.classList.add("hue" + (part.hue ?? 8));
    }
    const size = `${compact(part.v)} ${unitOf(parent)}`;
    const form = fitting(part.n, box);
    if (form) {
      cell.classList.add(form.name);
      cell.append(make("span", "label", breakable(part.n)));
      if (form.hasRoom) cell.append(make("span", "size", `${compact(part.v)} · ${percent(part.v / total)}`));
    }
    const why = part.why ? plain(part.why) : "";
    cell.setAttribute("aria-label", [part.n, size, percent(part.v / total), why].filter(Boolean).join(", "));
    const point = () => {
      tip.replaceChildren(make("b", "", part.n), `${size}, ${percent(part.v / total)}`, why ? make("br") : "", make("span", "", why));
      tip.hidden = false;
      const right = box.x + box.width / 2 > width / 2;
      const low = box.y + box.height / 2 > height / 2;
      tip.style.left = right ? "auto" : Math.min(box.x + 14, width - 60) + "px";
      tip.style.right = right ? Math.min(width - box.x - box.width + 14, width - 60) + "px" : "auto";
      tip.style.top = low ? "auto" : Math.min(box.y + box.height, height * 0.6) + 6 + "px";
      tip.style.bottom = low ? Math.min(height - box.y, height * 0.6) + 6 + "px" : "auto";
    };
    cell.addEventListener("mouseenter", point);
    cell.addEventListener("focus", point);
    cell.addEventListener("mouseleave", () => { tip.hidden = true; });
    cell.addEventListener("blur", () => { tip.hidden = true; });
    cell.box = box;
    return cell;
  }

  /** The largest form of a name that fits whole; none where it would be cut. */
  function fitting(name, box) {
    for (const [form, letter, line] of [["large", 8.9, 18], ["usual", 7.2, 14.5], ["small", 6.3, 12.5]]) {
      if (form === "large" && (box.width < 230 || box.height < 90)) continue;
      let lines = 1;
      let used = 0;
      const room = box.width - 13;
      for (const word of words(name)) {
        const width = word.length * letter;
        if (width > room) lines = Infinity;
        if (used > 0 && used + width > room) { lines += 1; used = 0; }
        used += width;
      }
      if (lines * line + 6 <= box.height) {
        const hasRoom = (lines + 1) * line + 8 <= box.height && box.width >= 14 * letter;
        return { name: form, hasRoom };
      }
    }
    return null;
  }

  function enter(node) {
    trail.push(node);
    show(null);
  }

  function leave(depth) {
    const from = trail[depth + 1];
    trail = trail.slice(0, depth + 1);
    show(from);
  }

  map.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.(".cell");
    if (event.key === "Escape" && trail.length > 1) {
      event.preventDefault();
      return leave(trail.length - 2);
    }
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way || !cell) return;
    event.preventDefault();
    const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
    const [x, y] = middle(cell.box);
    let best = null;
    for (const other of map.querySelectorAll(".cell")) {
      const [a, b] = middle(other.box);
      const along = (a - x) * way[0] + (b - y) * way[1];
      const across = Math.abs((a - x) * way[1]) + Math.abs((b - y) * way[0]);
      if (other !== cell && along > 1 && (!best || along + 2 * across < best.distance)) best = { other, distance: along + 2 * across };
    }
    if (!best) return;
    cell.tabIndex = -1;
    best.other.tabIndex = 0;
    best.other.focus();
  });
  side.addEventListener("keydown", (event) => { if (event.key === "Escape" && trail.length > 1) leave(trail.length - 2); });
  path.addEventListener("keydown", (event) => { if (event.key === "Escape" && trail.length > 1) leave(trail.length - 2); });

  function sideOf(node) {
    const parts = [];
    if (node !== root) parts.push(make("h3", "title", breakable(node.n)));
    if (node.why) parts.push(make("p", "text", spans(node.why)));
    if (node.text) parts.push(make("p", "text", node.text));
    if (node.facts) {
      parts.push(make("dl", "facts", node.facts.flatMap(([name, value]) => [make("dt", "", name), make("dd", "", spans(value))])));
    }
    if (node.time) parts.push(make("h3", "", "Over time"), chartOf({ ...page.grid, ...node.time }, 96, [], null, side.clientWidth || 340));
    for (const list of node.lists ?? []) parts.push(...barsOf(list));
    if (node !== root && node.parts?.length) {
      const rows = node.parts.filter((part) => part.v > 1);
      const most = 12;
      parts.push(...barsOf({ title: `${node.partsAre} by ${unitOf(node)}`,
        rows: rows.slice(0, most).map((part) => ({ n: part.n, v: part.v, text: compact(part.v), sub: part.why })) }));
      const rest = Math.max(0, rows.length - most) + (node.restCount ?? 0);
      const single = node.parts.filter((part) => part.v === 1).slice(0, 20).map((part) => part.n).join(", ");
      if (rest > 0) parts.push(make("p", "text", `${grouped(rest)} more`));
      if (single) parts.push(make("p", "text", `just one: ${single}`));
    }
    return parts;
  }

  function barsOf(list) {
    const most = list.rows.reduce((most, row) => Math.max(most, row.v), 0) || 1;
    return [make("h3", "", list.title), make("ul", "bars", list.rows.map((row) =>
      make("li", "", make("span", "mono", breakable(row.n), row.count ? make("span", "count", row.count) : null), make("span", "value", spans(row.text)),
        track(row.v / (list.of ?? most), row.hue === undefined ? "" : "hue" + row.hue), row.sub ? make("span", "sub", spans(row.sub)) : null)))];
  }

  page.nodes = new Map(root.parts.map((node) => [node.n, node]));
  page.open = (node) => {
    trail = [root, node];
    show(null);
    map.scrollIntoView({ block: "center" });
  };
  const choices = section.colours?.length > 1
    ? make("div", "choice", "colour:", section.colours.map(([key, title]) => {
      const choice = button("push", title, () => {
        colour = key;
        for (const other of choice.parentNode.querySelectorAll(".push")) other.setAttribute("aria-pressed", other === choice);
        show();
      });
      choice.setAttribute("aria-pressed", key === colour);
      return choice;
    }))
    : null;
  const element = make("section", "", titled(section.title, make("span", "spring"), choices), note(section),
    make("div", "map-box", make("div", "", path, map), side));
  if (section.open !== undefined && root.parts[section.open]) trail.push(root.parts[section.open]);
  whenWidthChanges(map, () => show(document.activeElement?.closest?.(".cell")?.node));
  return element;
}
