package format

import (
	"fmt"
	"io"
	"strconv"

	"backchannel/internal/record"
)

// timelineCSV writes the columns of the TimelineJS spreadsheet, then columns of ours, which TimelineJS passes over.
type timelineCSV struct {
	w    io.Writer
	opts Options
	line []byte
}

func newTimelineCSVEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return &timelineCSV{w: w, opts: opts}, nil
}

func (e *timelineCSV) Begin(Head) error {
	if e.opts.BOM {
		if _, err := io.WriteString(e.w, byteOrderMark); err != nil {
			return err
		}
	}
	return e.write([]string{
		"Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline", "Text",
		"Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background",
		"Id", "Date", "Known At", "Verification", "Documents", "Permalink",
	})
}

func (e *timelineCSV) Event(row Row) error {
	a, err := row.Answer()
	if err != nil {
		return err
	}
	s := e.opts.slide(a)
	cells := slideCells(&s.Start)
	cells = append(append(cells, slideCells(s.End)...), s.Display, s.Text.Headline, s.Text.Text)
	cells = append(cells, "", "", "", "", "", s.Group, "")
	standing := ""
	if a.Verification != nil {
		standing = a.Verification.Status
	}
	return e.write(append(cells, s.ID, a.Date.String(), instant(a.KnownAt), standing,
		joined(distinct(a.Citations, func(c record.CitationAnswer) string { return c.URL }), address), e.opts.permalink(a.ID)))
}

func (e *timelineCSV) End(Envelope) error { return nil }

func (e *timelineCSV) write(cells []string) error {
	e.line = append(appendRecord(e.line[:0], cells, e.opts.Safe), "\r\n"...)
	_, err := e.w.Write(e.line)
	return err
}

// slideCells are year, month, day and time; empty where they are not known.
func slideCells(d *timelineDate) []string {
	cells := make([]string, 4)
	if d == nil {
		return cells
	}
	for i, n := range []int{d.Year, d.Month, d.Day} {
		if i == 0 || n != 0 {
			cells[i] = strconv.Itoa(n)
		}
	}
	if d.Hour != nil {
		second := 0
		if d.Second != nil {
			second = *d.Second
		}
		cells[3] = fmt.Sprintf("%02d:%02d:%02d", *d.Hour, *d.Minute, second)
	}
	return cells
}
