package edtf

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func toJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

type record struct {
	Date      Date   `json:"date"`
	End       Date   `json:"end,omitzero"`
	Published Moment `json:"published"`
	Retrieved Moment `json:"retrieved,omitzero"`
}

func TestJSONRoundTrip(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"dates and instants are strings",
			`{"date":"2025-04-18~","end":"[2025,2026]","published":"2025-04-25T14:30+03:00","retrieved":"2025"}`,
			`{"date":"2025-04-18~","end":"[2025,2026]","published":"2025-04-25T14:30:00+03:00","retrieved":"2025"}`},
		{"the zero value is the empty string, or left out", `{}`, `{"date":"","published":""}`},
		{"the empty string is the zero value", `{"date":"","end":"","published":"","retrieved":""}`, `{"date":"","published":""}`},
		{"null changes nothing", `{"date":null,"end":null,"published":null,"retrieved":null}`, `{"date":"","published":""}`},
		{"escapes are read", `{"date":"2025\u002d04","published":"\u0032025"}`, `{"date":"2025-04","published":"2025"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r record
			if err := json.Unmarshal([]byte(tt.in), &r); err != nil {
				t.Fatal(err)
			}
			if got := toJSON(t, r); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestJSONRefusals(t *testing.T) {
	tests := []struct{ in, reason, spelling string }{
		{`{"date":2025}`, "a date is a JSON string", "2025"},
		{`{"date":["2025"]}`, "a date is a JSON string", ""},
		{`{"published":true}`, "a date is a JSON string", ""},
		{`{"date":"2025-04-31"}`, "no day 31", ""},
		{`{"published":"2025-04-25T14:30"}`, "offset", ""},
	}
	for _, tt := range tests {
		var e *ParseError
		if err := json.Unmarshal([]byte(tt.in), new(record)); !errors.As(err, &e) {
			t.Errorf("%s: %v", tt.in, err)
		} else if !strings.Contains(e.Reason, tt.reason) || e.Spelling != tt.spelling {
			t.Errorf("%s: %#v", tt.in, e)
		}
	}
}

func TestARefusedTextLeavesTheValueAlone(t *testing.T) {
	d, m := MustParse("2025"), MustParseMoment("2025-04-25T14:30Z")
	before, was := d, m
	if d.UnmarshalText([]byte("x")) == nil || m.UnmarshalText([]byte("x")) == nil || d != before || m != was {
		t.Errorf("got %s and %s", d, m)
	}
}

func TestDatesAreMapKeysInJSON(t *testing.T) {
	counts := map[Date]int{MustParse("2025-04-25"): 2, MustParse("[2025,2026]"): 1}
	text := toJSON(t, counts)
	if want := `{"2025-04-25":2,"[2025,2026]":1}`; text != want {
		t.Fatalf("got %s, want %s", text, want)
	}
	var back map[Date]int
	if err := json.Unmarshal([]byte(text), &back); err != nil || back[MustParse("2025-04-25")] != 2 {
		t.Errorf("read back: %v %v", back, err)
	}
}

func TestAppendTextAppends(t *testing.T) {
	b, _ := MustParse("2025-04").AppendText([]byte("on "))
	b, _ = MustParseMoment("2025-04-25T14:30Z").AppendText(append(b, " at "...))
	if string(b) != "on 2025-04 at 2025-04-25T14:30:00Z" {
		t.Errorf("%s", b)
	}
}
