package format

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"backchannel/internal/record"
)

// calendar writes iCalendar (RFC 5545): lines of at most 75 octets, folded between characters, each ended by CRLF.
//
// An event with a clock time is written in UTC, to the second; any other is all-day over every day that its date can
// mean, with the date in the summary where that is not one known day. STATUS is CANCELLED for what was cancelled,
// TENTATIVE for what is scheduled or unconfirmed, else CONFIRMED; SEQUENCE is the revision less one. What was retracted
// comes last, CANCELLED, with the SEQUENCE of its retraction, so that calendars that keep what they once read let go of it. URL and ATTACH
// (the documents) are there where their addresses can be followed from anywhere; all of them stand in DESCRIPTION.
type calendar struct {
	w    io.Writer
	opts Options
	rows int
	buf  []byte
}

func newCalendarEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return &calendar{w: w, opts: opts}, nil
}

func (e *calendar) Begin(head Head) error {
	e.line("BEGIN", "VCALENDAR")
	e.line("VERSION", "2.0")
	e.line("PRODID", "-//Backchannel//Backchannel//EN")
	e.line("CALSCALE", "GREGORIAN")
	e.line("NAME", calendarText(titled(head)))
	e.line("X-WR-CALNAME", calendarText(titled(head)))
	if url := absolute(head.Self); url != "" {
		e.line("SOURCE;VALUE=URI", url)
	}
	return e.flush()
}

func (e *calendar) Event(row Row) error {
	a, err := row.Answer()
	if err != nil {
		return err
	}
	e.rows++
	e.line("BEGIN", "VEVENT")
	e.line("UID", calendarText(oneLine(a.ID)+"@backchannel"))
	e.line("DTSTAMP", calendarTime(a.UpdatedAt))
	e.line("CREATED", calendarTime(a.RecordedAt))
	e.line("LAST-MODIFIED", calendarTime(a.UpdatedAt))
	e.line("SEQUENCE", strconv.Itoa(max(a.Revision-1, 0)))
	e.times(a)
	e.line("SUMMARY", calendarText(headline(a)))
	e.line("DESCRIPTION", calendarText(strings.Join(e.opts.tellText(a), "\n")))
	e.line("STATUS", calendarStatus(a))
	e.line("TRANSP", "TRANSPARENT") // nobody's time is taken by what others did
	e.place(a.Place)
	words := tags(a)
	for i, word := range words {
		words[i] = calendarText(word)
	}
	e.line("CATEGORIES", strings.Join(words, ","))
	e.provenance(a)
	e.line("END", "VEVENT")
	return e.flush()
}

func (e *calendar) times(a *record.EventAnswer) {
	x := extentOf(a)
	if x.start.IsInstant() {
		e.line("DTSTART", calendarTime(x.start.Instant()))
		if x.end.IsInstant() {
			e.line("DTEND", calendarTime(x.end.Instant()))
		}
		return
	}
	e.line("DTSTART;VALUE=DATE", strings.ReplaceAll(x.first.String(), "-", ""))
	if end := strings.ReplaceAll(x.dayAfter(), "-", ""); end != strings.ReplaceAll(x.first.String(), "-", "") {
		e.line("DTEND;VALUE=DATE", end)
	}
}

func (e *calendar) place(p *record.Place) {
	if where := placeText(p); where != "" {
		e.line("LOCATION", calendarText(oneLine(where)))
	}
	if p != nil && p.Lat != nil && p.Lon != nil {
		e.line("GEO", number(*p.Lat)+";"+number(*p.Lon))
	}
}

// provenance are the addresses, and for programs what has no property of its own in iCalendar.
func (e *calendar) provenance(a *record.EventAnswer) {
	if url := absolute(e.opts.permalink(a.ID)); url != "" {
		e.line("URL", url)
	}
	for _, d := range e.opts.cites(a) {
		if url := absolute(d.URL); url != "" {
			e.line("ATTACH", url)
		}
	}
	e.line("X-BACKCHANNEL-DATE", calendarText(a.Date.String()))
	e.line("X-BACKCHANNEL-WHEN", calendarText(a.When.Label))
	if a.KnownAt != nil {
		e.line("X-BACKCHANNEL-KNOWN-AT", stamp(*a.KnownAt))
	}
	if a.Verification != nil {
		e.line("X-BACKCHANNEL-VERIFICATION", calendarText(a.Verification.Status))
	}
}

// retraction cancels an event that calendars may still hold.
func (e *calendar) retraction(r Retraction) {
	e.line("BEGIN", "VEVENT")
	e.line("UID", calendarText(oneLine(r.Was.ID)+"@backchannel"))
	e.line("DTSTAMP", calendarTime(r.At))
	e.line("CREATED", calendarTime(r.Was.RecordedAt))
	e.line("LAST-MODIFIED", calendarTime(r.At))
	e.line("SEQUENCE", strconv.Itoa(max(r.Revision-1, 0)))
	e.times(r.Was)
	e.line("SUMMARY", calendarText("Retracted: "+headline(r.Was)))
	e.line("DESCRIPTION", calendarText(r.sentence()))
	e.line("STATUS", "CANCELLED")
	e.line("TRANSP", "TRANSPARENT")
	e.line("X-BACKCHANNEL-RETRACTED", stamp(r.At.UTC()))
	e.line("END", "VEVENT")
}

// End closes the calendar. One without events holds the zone UTC, since a calendar must hold something.
func (e *calendar) End(Envelope) error {
	for _, r := range e.opts.Retracted {
		e.retraction(r)
	}
	if e.rows+len(e.opts.Retracted) == 0 {
		for _, l := range [][2]string{
			{"BEGIN", "VTIMEZONE"}, {"TZID", "UTC"}, {"BEGIN", "STANDARD"}, {"DTSTART", "19700101T000000"},
			{"TZOFFSETFROM", "+0000"}, {"TZOFFSETTO", "+0000"}, {"END", "STANDARD"}, {"END", "VTIMEZONE"},
		} {
			e.line(l[0], l[1])
		}
	}
	e.line("END", "VCALENDAR")
	return e.flush()
}

func (e *calendar) flush() error {
	_, err := e.w.Write(e.buf)
	e.buf = e.buf[:0]
	return err
}

// foldAt is how many octets a line may hold, its end not counted.
const foldAt = 75

// line writes a property, folded: each further line begins with a space, and no character is cut.
func (e *calendar) line(name, value string) {
	room := foldAt
	for _, r := range name + ":" + value {
		size := utf8.RuneLen(r)
		if room < size {
			e.buf = append(e.buf, "\r\n "...)
			room = foldAt - 1
		}
		e.buf = utf8.AppendRune(e.buf, r)
		room -= size
	}
	e.buf = append(e.buf, "\r\n"...)
}

// calendarText escapes a value of type TEXT. Controls are shown, line ends are written \n.
func calendarText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(visible(s, true))
}

func calendarTime(t time.Time) string {
	t = t.UTC()
	if t.Year() > 9999 || t.Year() < 0 {
		return "" // no record holds one
	}
	return fmt.Sprintf("%04d%s", t.Year(), t.Format("0102T150405Z"))
}

func calendarStatus(a *record.EventAnswer) string {
	switch status(a) {
	case "cancelled":
		return "CANCELLED"
	case "scheduled", "unconfirmed":
		return "TENTATIVE"
	}
	return "CONFIRMED"
}
