"""Reads formats of events with Python's csv, pandas, icalendar and feedparser. In: {"format": "body"}. Out: as readers.mjs."""
import csv
import io
import json
import sys

import feedparser
import icalendar
import pandas

bodies = json.load(sys.stdin)


def ics(body):
    calendar = icalendar.Calendar.from_ical(body.encode())
    for e in calendar.walk("VEVENT"):
        if e.errors:
            raise ValueError(f"{e['UID']}: {e.errors}")
        start = e.decoded("DTSTART")
        yield {"id": str(e["UID"]).removesuffix("@backchannel"), "title": str(e["SUMMARY"]), "start": start.isoformat(), "allDay": not hasattr(start, "hour")}


def atom(body):
    feed = feedparser.parse(body.encode())
    if feed.bozo:
        raise feed.bozo_exception
    for e in feed.entries:
        yield {"id": e["dc_identifier"] if "dc_identifier" in e else e["dcterms_identifier"], "title": e.title if e.title_detail.type == "text/plain" else None}


def rows(body):
    yield from ({"id": row["id"], "title": row["title"]} for row in csv.DictReader(io.StringIO(body, newline=""), strict=True))


def frame(body):
    table = pandas.read_csv(io.StringIO(body, newline=""), keep_default_na=False)
    pandas.to_datetime(table["known_at"], format="ISO8601", utc=True)
    yield from ({"id": id, "title": title} for id, title in zip(table["id"], table["title"]))


def lines(body):
    table = pandas.read_json(io.StringIO(body), lines=True, convert_dates=False, dtype=False)
    yield from ({"id": id, "title": title} for id, title in zip(table["id"], table["title"]))


readers = {"ics": [ics], "atom": [atom], "csv": [rows, frame], "ndjson": [lines], "timelinejs-csv": []}
out = {}
for format, body in bodies.items():
    for reader in readers[format]:
        out[f"{format} by {reader.__name__}"] = list(reader(body))
json.dump(out, sys.stdout)
