package format

import (
	"strings"
	"testing"
)

func TestWhatWouldBeObeyedIsShown(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain text is left alone", "Putin receives Witkoff", "Putin receives Witkoff"},
		{"so are accents, Cyrillic and Hebrew", "naïve Уиткофф שלום", "naïve Уиткофф שלום"},
		{"joiners and direction marks stay", "می\u200Cخواهم \u200Eabc\u200F", "می\u200Cخواهم \u200Eabc\u200F"},
		{"escape sequences are seen", "\x1b[31mred", "␛[31mred"},
		{"controls of the upper half too", "a\u009B31m", "a⟨U+009B⟩31m"},
		{"a direction override is seen", "a\u202Eb", "a⟨U+202E⟩b"},
		{"isolates are seen", "\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"},
		{"invisible characters are seen", "a\u200Bb\uFEFF\U000E0041", "a⟨U+200B⟩b⟨U+FEFF⟩⟨U+E0041⟩"},
		{"NUL and DEL have pictures", "\x00\x7F", "␀␡"},
		{"broken UTF-8 is a replacement character", "a\xFFb", "a\uFFFDb"},
		{"line ends become spaces", "a\r\nb\rc\nd\u2028e\u2029f\u0085g", "a b c d e f g"},
		{"runs of space become one, ends none", "  a \t b  ", "a b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := oneLine(test.in); got != test.want {
				t.Errorf("oneLine(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestGuard(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"a formula", "=1+1", "'=1+1"},
		{"plus, minus and at", "+1+1", "'+1+1"},
		{"a minus that is no number", "-2+3", "'-2+3"},
		{"an at sign", "@SUM(A1)", "'@SUM(A1)"},
		{"a tab", "\t=1", "'\t=1"},
		{"a line end", "\n=1", "'\n=1"},
		{"spaces before it", "  =1", "'  =1"},
		{"full width", "＝1", "'＝1"},
		{"a part of a joined cell", "Putin; =1; x", "Putin; '=1; x"},
		{"a negative number is none", "-0.5", "-0.5"},
		{"a negative number without a whole part is one", "-.5", "'-.5"},
		{"an id is none", "2025-04-25-putin-witkoff-moscow", "2025-04-25-putin-witkoff-moscow"},
		{"a date is none", "../2025-04-23~", "../2025-04-23~"},
		{"an instant is none", "2025-04-25T12:55:00+03:00", "2025-04-25T12:55:00+03:00"},
		{"a quote inside is none", "a = b", "a = b"},
		{"nothing is none", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := guard(test.in); got != test.want {
				t.Errorf("guard(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestCSVCells(t *testing.T) {
	tests := []struct {
		name, in string
		safe     bool
		want     string
	}{
		{"nothing needs no quotes", "abc", true, "abc"},
		{"commas and quotes do", `a,"b"`, true, `"a,""b"""`},
		{"line ends become LF", "a\r\nb\rc", true, "\"a\nb\nc\""},
		{"and without safety too", "a\r\nb\rc", false, "\"a\nb\nc\""},
		{"spaces at the ends are quoted", " a", true, `" a"`},
		{"controls are shown", "a\x1bb", true, "a␛b"},
		{"and kept without safety", "a\x1bb", false, "a\x1bb"},
		{"but never NUL", "a\x00b", false, "a␀b"},
		{"formulas are kept without safety", "=1", false, "=1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(appendCell(nil, test.in, test.safe)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestMarkdownEscapes(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"markup", "*a* _b_ `c` ~d~ | [e]", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~ \\| \\[e\\]"},
		{"HTML", "<b>&amp;</b>", "&lt;b&gt;&amp;amp;&lt;/b&gt;"},
		{"what links by itself", "http://x www.y WWW.z a@b", `http\://x www\.y WWW\.z a\@b`},
		{"what GitHub reads", "#1 $x$", `\#1 \$x\$`},
		{"a backslash at the end", `a\`, `a\\`},
		{"honest text", "25 April 2025: (approx.) 50%!", "25 April 2025: (approx.) 50%!"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := escape(test.in); got != test.want {
				t.Errorf("escape(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
	for in, want := range map[string]string{"- a": `\- a`, "+ a": `\+ a`, "===": `\===`, "1. a": `1\. a`, "12) a": `12\) a`, "2025 was": "2025 was", "": "", "7": "7"} {
		if got := startOfLine(in); got != want {
			t.Errorf("startOfLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMarkdownLinks(t *testing.T) {
	tests := []struct{ name, text, url, want string }{
		{"a web address", "Kremlin", "http://kremlin.ru/a?b=1&c=2", "[Kremlin](<http://kremlin.ru/a?b=1&amp;c=2>)"},
		{"a path of this server", "next", "/v1/events?cursor=x", "[next](</v1/events?cursor=x>)"},
		{"no other server by a path", "x", "//evil.example", "x"},
		{"no script", "x", "JavaScript:alert(1)", "x"},
		{"no data", "x", "data:text/html,x", "x"},
		{"nothing that ends the address", "x", "https://a/> | \"`\\\n(b)", "[x](<https://a/%3E%20%7C%20%22%60%5C%0A%28b%29>)"},
		{"nothing that turns it", "x", "https://a/\u202Eb", "[x](<https://a/%E2%80%AEb>)"},
		{"markup in the text is escaped", "a](http://evil)", "https://a", `[a\](http\://evil)](<https://a>)`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := link(test.text, test.url); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestWidths(t *testing.T) {
	tests := map[string]int{
		"": 0, "abc": 3, "ночью": 5, "全角": 4, "e\u0301": 1, "ｱ": 1, "ＡＢ": 4, "한국": 4, "\u1112\u1161\u11ab": 2,
		"a\u200Db": 2, "soft\u00ADhyphen": 10, "👍": 2, "👍🏽": 2, "👩‍👩‍👧‍👦": 2, "❤\uFE0F": 2, "❤": 1, "🇺🇦": 2, "שלום": 4, "⟨U+202E⟩": 8,
	}
	for s, want := range tests {
		if got := cellWidth(s); got != want {
			t.Errorf("%q takes %d columns, want %d", s, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name, in string
		max      int
		want     []string
	}{
		{"what fits stays", "a b c", 5, []string{"a b c"}},
		{"nothing is one line", "", 5, []string{""}},
		{"words go to the next line", "one two three", 7, []string{"one two", "three"}},
		{"a long word breaks at a seam", "2025-04-25-putin", 12, []string{"2025-04-25-", "putin"}},
		{"or where it must", "abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"wide characters are counted", "全角文字", 5, []string{"全角", "文字"}},
		{"marks stay with their letter", "e\u0301e\u0301e\u0301", 2, []string{"e\u0301e\u0301", "e\u0301"}},
		{"one character is more than nothing", "全", 1, []string{"全"}},
		{"words after a long one share its last line", "abcdefg h", 5, []string{"abcde", "fg h"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := wrap(test.in, test.max)
			if strings.Join(got, "\n") != strings.Join(test.want, "\n") || len(got) != len(test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
