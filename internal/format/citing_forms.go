package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/edtf"
)

// bibTeX writes one @misc entry, which every style knows; url, urldate and version are fields of biblatex that
// others pass over. Title and author stand in double braces, so that no style changes their case or takes a name
// apart.
func (w *work) bibTeX() string {
	var b strings.Builder
	b.WriteString("@misc{" + w.key)
	field := func(name, value string) {
		if value != "" {
			b.WriteString(",\n  " + name + " = {" + value + "}")
		}
	}
	field("author", "{"+tex(w.site)+"}")
	if w.title != "" {
		field("title", "{"+tex(w.title)+"}")
	}
	if !w.changed.IsZero() {
		field("year", strconv.Itoa(w.changed.Year()))
		b.WriteString(",\n  month = " + strings.ToLower(w.changed.Month().String()[:3]))
	}
	field("version", tex(w.version))
	field("url", w.url)
	if !w.read.IsZero() {
		field("urldate", w.read.Format(time.DateOnly))
	}
	field("note", tex(w.note()))
	b.WriteString("\n}\n")
	return b.String()
}

// tex makes text stand for itself in a field of BibTeX. BibTeX counts braces whatever stands before them, so that
// braces and backslashes become commands in braces that match.
func tex(s string) string { return texts.Replace(s) }

var texts = strings.NewReplacer(
	"{", `{\textbraceleft}`, "}", `{\textbraceright}`, `\`, `{\textbackslash}`, "~", `{\textasciitilde}`, "^", `{\textasciicircum}`,
	"#", `\#`, "$", `\$`, "%", `\%`, "&", `\&`, "_", `\_`,
)

// ris writes one reference: TY first, ER last, each tag on a line of its own that ends with CR LF, dates as
// YYYY/MM/DD/ with their slashes, and no asterisk in a name.
func (w *work) ris() string {
	var b strings.Builder
	line := func(tag, value string) {
		if value != "" {
			b.WriteString(tag + "  - " + value + "\r\n")
		}
	}
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format("2006/01/02/")
	}
	name := strings.ReplaceAll(w.site, "*", "")
	line("TY", "ELEC")
	line("AU", name)
	line("TI", w.title)
	line("T2", name)
	if !w.changed.IsZero() {
		line("PY", strconv.Itoa(w.changed.Year()))
		line("DA", day(w.changed))
	}
	line("ET", w.version)
	line("UR", w.url)
	line("Y2", day(w.read))
	line("N1", w.note())
	b.WriteString("ER  - \r\n")
	return b.String()
}

// CSLItem is one work in CSL-JSON, with the keys of its schema that are used here.
type CSLItem struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title,omitempty"`
	Author    []CSLName `json:"author"`
	Container string    `json:"container-title"`
	EventDate *CSLDate  `json:"event-date,omitempty"`
	Issued    *CSLDate  `json:"issued,omitempty"`
	Accessed  *CSLDate  `json:"accessed,omitempty"`
	URL       string    `json:"URL,omitempty"`
	Version   string    `json:"version,omitempty"`
	Note      string    `json:"note,omitempty"`
}

// CSLName is a name that is not taken apart.
type CSLName struct {
	Literal string `json:"literal"`
}

// CSLDate is a date in numbers, or in words where numbers would be finer than it is known.
type CSLDate struct {
	Parts   [][]int `json:"date-parts,omitempty"` // year, month, day: as many as are known
	Circa   bool    `json:"circa,omitempty"`
	Literal string  `json:"literal,omitempty"` // in words
}

// csl writes CSL-JSON as its schema has it. Texts stand there as they are: processors escape them for their output.
func (w *work) csl() json.RawMessage {
	item := CSLItem{
		ID: w.key, Type: "webpage", Title: w.title, Author: []CSLName{{w.site}}, Container: w.site,
		Issued: cslDay(w.changed), Accessed: cslDay(w.read), URL: w.url, Version: w.version, Note: w.note(),
	}
	if w.event != nil {
		item.EventDate = cslWhen(w.event.When)
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode([]CSLItem{item}); err != nil {
		return json.RawMessage("[]") // cannot be: nothing in an item is without a form in JSON
	}
	return escapeControls(bytes.TrimSpace(body.Bytes()))
}

func cslDay(t time.Time) *CSLDate {
	if t.IsZero() {
		return nil
	}
	return &CSLDate{Parts: [][]int{{t.Year(), int(t.Month()), t.Day()}}}
}

// cslWhen gives a day, month or year in numbers, as fine as it is known, and anything else in words.
func cslWhen(when edtf.When) *CSLDate {
	label := oneLine(when.Label)
	if label == "" {
		return nil
	}
	fine := map[edtf.Precision]int{edtf.PrecisionDay: 3, edtf.PrecisionMonth: 2, edtf.PrecisionYear: 1}[when.Precision]
	if fine == 0 || when.Uncertain || when.Earliest == nil {
		return &CSLDate{Literal: label}
	}
	var parts [3]int
	if n, err := fmt.Sscanf(*when.Earliest, "%d-%d-%d", &parts[0], &parts[1], &parts[2]); err != nil || n != 3 {
		return &CSLDate{Literal: label}
	}
	return &CSLDate{Parts: [][]int{parts[:fine]}, Circa: when.Approximate}
}
