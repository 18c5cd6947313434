"use strict";
// Builds the page from its sections, in place of the tables that stand there for those who allow no scripts.

const makers = {
  table: tableSection, treemap: treemapSection, timeline: timelineSection, code: codeSection, list: listSection,
  cards: cardsSection,
};
// The timeline's steps are those of the treemap's small charts, and the map's cells are what tables link to.
for (const section of page.sections) if (section.kind === "timeline") page.grid = { start: section.start, step: section.step };
const made = new Map();
for (const section of [...page.sections].sort((a, b) => (b.kind === "treemap") - (a.kind === "treemap"))) {
  made.set(section, makers[section.kind](section));
}
const sections = document.getElementById("sections");
sections.replaceChildren(...page.sections.map((section) => made.get(section)));
sections.dataset.made = page.sections.length;
