package format

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// properties reads iCalendar strictly and gives the values of each property, unescaped, under its name with
// parameters. A line that is too long, ends otherwise than with CRLF, or cuts a character is a fault of the test.
func properties(t testing.TB, body string) map[string][]string {
	t.Helper()
	if !strings.HasSuffix(body, "\r\n") || strings.Count(body, "\n") != strings.Count(body, "\r\n") || strings.Count(body, "\r") != strings.Count(body, "\r\n") {
		t.Errorf("lines do not end with CRLF: %q", body)
	}
	for line := range strings.SplitSeq(body, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("a line of %d octets, or with half a character: %q", len(line), line)
		}
	}
	name := regexp.MustCompile(`^[A-Z-]+(;VALUE=[A-Z]+)?$`)
	props, open := map[string][]string{}, []string{}
	for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(body, "\r\n ", ""), "\r\n"), "\r\n") {
		key, value, ok := strings.Cut(line, ":")
		if !ok || !name.MatchString(key) {
			t.Errorf("no property: %q", line)
		}
		switch key {
		case "BEGIN":
			open = append(open, value)
		case "END":
			if len(open) == 0 || open[len(open)-1] != value {
				t.Errorf("%s ends within %v", value, open)
			}
			open = open[:max(len(open)-1, 0)]
		}
		value = strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\,`, ",", `\;`, ";").Replace(value)
		props[key] = append(props[key], value)
	}
	if len(open) > 0 {
		t.Errorf("%v is not ended", open)
	}
	return props
}

type atomRead struct {
	ID      string `xml:"id"`
	Title   string `xml:"title"`
	Updated string `xml:"updated"`
	Entries []struct {
		ID         string `xml:"id"`
		Title      string `xml:"title"`
		Published  string `xml:"published"`
		Updated    string `xml:"updated"`
		Content    string `xml:"content"`
		Identifier string `xml:"http://purl.org/dc/terms/ identifier"`
		Available  string `xml:"http://purl.org/dc/terms/ available"`
		Links      []struct {
			Rel  string `xml:"rel,attr"`
			Href string `xml:"href,attr"`
		} `xml:"link"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

// readBack reads an answer with a parser of the standard library and gives the ids of its events and every text that
// is HTML in it.
func readBack(t testing.TB, format, body string) (ids, markup []string) {
	t.Helper()
	switch format {
	case "ics":
		for _, uid := range properties(t, body)["UID"] {
			ids = append(ids, strings.TrimSuffix(uid, "@backchannel"))
		}
	case "atom":
		for _, e := range atomOf(t, body).Entries {
			ids, markup = append(ids, e.Identifier), append(markup, e.Content)
		}
	case "timelinejs-csv":
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			ids, markup = append(ids, row[18]), append(markup, strings.TrimPrefix(row[9], "'"), row[10])
		}
	default:
		return readJSON(t, format, body)
	}
	return ids, markup
}

func atomOf(t testing.TB, body string) (feed atomRead) {
	t.Helper()
	dec := xml.NewDecoder(strings.NewReader(body))
	if err := dec.Decode(&feed); err != nil {
		t.Fatalf("atom: %v\n%s", err, body)
	}
	for {
		switch token, err := dec.Token(); {
		case err == io.EOF:
			return feed
		case err != nil || strings.TrimSpace(string(token.(xml.CharData))) != "":
			t.Fatalf("something follows the feed: %v", err)
		}
	}
}

func readJSON(t testing.TB, format, body string) (ids, markup []string) {
	t.Helper()
	type item struct{ ID, Identifier, Event, Title, Text string }
	var items []item
	var slides struct {
		Title  struct{ Text timelineText }
		Events []timelineSlide
	}
	var err error
	switch format {
	case "timelinejs":
		err = json.Unmarshal([]byte(body), &slides)
		markup = append(markup, slides.Title.Text.Headline)
		for _, s := range slides.Events {
			ids, markup = append(ids, s.ID), append(markup, s.Text.Headline, s.Text.Text, s.Display)
		}
	case "fullcalendar", "grafana":
		err = json.Unmarshal([]byte(body), &items)
	default:
		var whole map[string]json.RawMessage
		err = json.Unmarshal([]byte(body), &whole)
		for _, key := range []string{"items", "features", "@graph"} {
			if part, ok := whole[key]; ok && err == nil {
				err = json.Unmarshal(part, &items)
			}
		}
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", format, err, body)
	}
	for _, i := range items {
		id := i.ID + i.Event
		if id == "" {
			id = i.Identifier
		}
		if ids = append(ids, id); format == "grafana" {
			markup = append(markup, i.Title, i.Text)
		}
	}
	return ids, markup
}
