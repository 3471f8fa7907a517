package rest

import (
	"fmt"
	"strings"
	"testing"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// hostileTexts try to be more than text. The store refuses some of them; what it takes is served.
func hostileTexts() []string {
	return []string{
		`=HYPERLINK("http://evil.example","x")`, "+1+1", "-2+3", "@SUM(A1)", "＝1+1", "a; =1+1", "-12.5", "=cmd|' /C calc'!A0",
		"two\r\nlines", "lone\rreturn", "two\n\nparagraphs", "nul\x00byte", "sep\u2028arator\u2029s", "next\u0085line", "tab\there",
		"\u202Eright to left\u202C", "\u2066isolate\u2069", "zero\u200Bwidth", "mark\uFEFF", "tag\U000E0041", "\x1b[31mred\x1b[0m", "del\x7F",
		`say "hi", then; go`, `"`, `""`, `\`, `\"`, `\n`, `\,`, "'", "a,b;c:d", "<script>alert(1)</script>", "<!-- x -->", "&lt;b&gt;", "]]>", "<img src=x onerror=alert(1)>",
		"</td></tr>", "[x](javascript:alert(1))", "{\"data\":[]}", "\"}],\"x\":[{\"", "END:VCALENDAR", "a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "#proof count=1",
		strings.Repeat("long", 60), strings.Repeat("全", 90), "é́́́", "👩‍👩‍👧‍👦🏽", "שלום", "مرحبا",
	}
}

// hostileServer serves events that hold such texts wherever the store lets them stand, one text in each event.
func hostileServer(t testing.TB) *Server {
	t.Helper()
	s := ownServer(t, Options{}, cited("0")...)
	taken := 0
	for i, text := range hostileTexts() {
		e := cited(fmt.Sprint(i))[2].(*record.Event)
		e.ID, e.Title, e.Summary = fmt.Sprintf("2025-05-01-hostile-%02d", i), text, text
		e.Place = &record.Place{Name: text, City: text, Lat: new(55.75), Lon: new(37.62)}
		e.Citations[0].Excerpt, e.Citations[0].Locator = text, text
		for _, part := range []func(){func() {}, func() { e.Place = nil }, func() { e.Citations[0].Locator = "" }, func() { e.Citations[0].Excerpt = "" }, func() { e.Title = "Talks: " + text }, func() { e.Title = "Talks" }} {
			part()
			if _, err := s.Store.Write(t.Context(), store.Batch{By: "test", Changes: []store.Change{{Operation: store.Put, Record: e, Reason: text}}}); err == nil {
				taken++
				break
			}
		}
	}
	if taken < 25 {
		t.Fatalf("the store took %d of the texts: the tests say little", taken)
	}
	return s
}
