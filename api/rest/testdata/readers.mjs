// Reads formats of events with other people's parsers. In: {"format": "body"}. Out: {"format": [{id, title, start, end, allDay}]};
// what a reader has no word for is left out.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const load = (path) => import(pathToFileURL(process.env.BACKCHANNEL_NODE_MODULES + "/" + path));
const bodies = JSON.parse(readFileSync(0, "utf8"));

const { default: ICAL } = await load("ical.js/dist/ical.js");
const { parseAtomFeed, parseJsonFeed } = await load("feedsmith/dist/index.mjs");
const { check } = await load("@placemarkio/check-geojson/dist/index.js").then((m) => m.default ?? m);
const vega = await load("vega/index.js");
const vegaLite = await load("vega-lite/build/index.js");

const readers = {
  ics: (body) => new ICAL.Component(ICAL.parse(body)).getAllSubcomponents("vevent").map((part) => {
    const e = new ICAL.Event(part);
    return { id: e.uid.replace(/@backchannel$/, ""), title: e.summary, start: e.startDate.toString(), end: e.endDate.toString(), allDay: e.startDate.isDate };
  }),
  atom: (body) => parseAtomFeed(body).entries.map((e) => {
    if (!e.id.startsWith("urn:uuid:") || !e.title || !e.updated || !e.content) throw new Error("an entry is not whole: " + JSON.stringify(e));
    return { id: (e.dcterms?.identifiers ?? [e.dcterms?.identifier])[0], title: e.title.value ?? e.title };
  }),
  feed: (body) => parseJsonFeed(JSON.parse(body)).items.map((i) => ({ id: i.id, title: i.title })),
  geojson: (body) => check(body).features.map((f) => ({ id: f.id })),
  csv: (body) => shown({ values: body, format: { type: "csv", parse: { known_at: "date" } } }, "known_at"),
  grafana: (body) => shown({ values: JSON.parse(body), format: { type: "json", parse: { time: "date" } } }, "time"),
};

// shown draws a chart with Vega-Lite and gives the rows that it holds.
async function shown(data, time) {
  const { spec } = vegaLite.compile({ data: { ...data, name: "events" }, mark: "tick", encoding: { x: { field: time, type: "temporal" }, y: { field: "kind" } } });
  const view = await new vega.View(vega.parse(spec), { renderer: "none" }).runAsync();
  const rows = view.data("events");
  const drawn = ((await view.toSVG()).match(/aria-roledescription="tick"/g) ?? []).length;
  const timed = rows.filter((row) => row[time]).length;
  if (drawn !== timed || timed === 0) throw new Error(`${drawn} of ${timed} events are drawn`);
  return rows.map((row) => ({ id: row.event ?? row.id }));
}

const out = {};
for (const [format, body] of Object.entries(bodies)) {
  try {
    out[format] = await readers[format](body);
  } catch (e) {
    throw new Error(format + ": " + e.stack);
  }
}
console.log(JSON.stringify(out));
