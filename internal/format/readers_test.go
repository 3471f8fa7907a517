package format

import (
	"strings"
	"testing"

	"backchannel/internal/record"
)

func TestTextKeepsToItsWidth(t *testing.T) {
	for _, width := range []int{40, 80, 110, 200} {
		for _, opts := range forms() {
			opts.Width, opts.Label, opts.Document = width, testLabel, testDocument
			rows := append(corpus(t), hostileRows(t)...)
			if opts.Single {
				rows = rows[:1]
			}
			got := write(t, "txt", opts, testHead(), rows, testTail())
			for line := range strings.Lines(got) {
				line = strings.TrimSuffix(line, "\n")
				address := strings.HasPrefix(strings.TrimSpace(line), "http") || strings.HasPrefix(line, "Cite as: ") || strings.Contains(line, ", next: ")
				if cellWidth(line) > width && !address {
					t.Errorf("width %d, rows=%q: %d columns in %q", width, opts.Rows, cellWidth(line), line)
				}
			}
		}
	}
}

func TestListsEndWithWhereTheyStand(t *testing.T) {
	tests := []struct {
		name string
		tail Envelope
		want string
	}{
		{"a page with more to come", Envelope{Meta: Meta{Total: new(213), TotalIs: "exact"}, Links: Links{Next: new("/n")}}, "4 of 213, next: /n\n"},
		{"the last page", Envelope{Meta: Meta{Total: new(4), TotalIs: "exact"}}, "4 of 4\n"},
		{"a total that was not counted out", Envelope{Meta: Meta{Total: new(10000), TotalIs: "at_least"}}, "4 of at least 10000\n"},
		{"no total at all", Envelope{}, "\n4\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := write(t, "txt", testOptions(), Head{}, corpus(t), test.tail)
			if !strings.Contains(got, test.want) {
				t.Errorf("no %q in\n%s", test.want, got)
			}
			if md := write(t, "md", testOptions(), Head{}, corpus(t), test.tail); test.tail.Links.Next == nil && !strings.Contains(md, test.want) {
				t.Errorf("no %q in\n%s", test.want, md)
			}
		})
	}
}

func TestCitationsNameWhatWasRead(t *testing.T) {
	tail := testTail()
	want := "Cite as: Backchannel, “events about Crimea, February to April 2025”, /v1/events?topic=crimea&snapshot=812&epoch=e1, " +
		"as known on 2025-04-30, snapshot 812, read on 2026-11-25\n"
	if got := write(t, "txt", testOptions(), testHead(), nil, tail); !strings.HasSuffix(got, want) {
		t.Errorf("got %s", got)
	}
	if got := write(t, "txt", testOptions(), Head{}, nil, tail); !strings.HasSuffix(got, want) {
		t.Errorf("without a title, not the description: %s", got)
	}
	if got := write(t, "txt", testOptions(), Head{}, nil, Envelope{}); !strings.HasSuffix(got, "Cite as: Backchannel\n") {
		t.Errorf("with nothing known: %s", got)
	}
}

func TestFuzzyDatesAreNeverADay(t *testing.T) {
	call := corpus(t)[3:4]
	for _, name := range []string{"txt", "md"} {
		for _, opts := range []Options{{}, {Single: true}} {
			got := write(t, name, opts, Head{}, call, Envelope{})
			if !strings.Contains(got, "February 2025") || strings.Contains(got, "2025-02-01") || strings.Contains(got, "1 February") {
				t.Errorf("%s: %s", name, got)
			}
		}
	}
}

func TestEmptyColumnsOfTheListAreLeftOut(t *testing.T) {
	statement := corpus(t)[2:3]
	got := write(t, "txt", testOptions(), Head{}, statement, Envelope{})
	if strings.Contains(got, "PLACE") || strings.Contains(got, "LENGTH") || !strings.Contains(got, "SOURCES") {
		t.Errorf("got %s", got)
	}
}

func TestPlacesInOneLine(t *testing.T) {
	tests := []struct {
		name  string
		place *record.Place
		want  string
	}{
		{"no place", nil, ""},
		{"name and city", &record.Place{Name: "Kremlin", City: "Moscow"}, "Kremlin, Moscow"},
		{"a name that holds the city", &record.Place{Name: "Moscow Kremlin", City: "Moscow"}, "Moscow Kremlin"},
		{"a name that is the city", &record.Place{Name: "Moscow", City: "Moscow"}, "Moscow"},
		{"the city alone", &record.Place{City: "Moscow", Country: "RU"}, "Moscow"},
		{"the name alone", &record.Place{Name: "Kremlin"}, "Kremlin"},
		{"the country alone", &record.Place{Country: "RU"}, "RU"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := placeText(test.place); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
