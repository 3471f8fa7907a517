package format

import (
	"fmt"
	"io"
	"strings"
)

func newMarkdownEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return newReadersEvents(w, opts, true, printMarkdown), nil
}

func newMarkdownRecords(w io.Writer, columns []Column, opts Options) (RecordEncoder, error) {
	return newReadersRecords(w, columns, opts, true, printMarkdown), nil
}

// printMarkdown writes a page in GitHub-flavoured Markdown. All text is escaped; only what is written here is markup.
func printMarkdown(p page) []byte {
	var m strings.Builder
	if p.title != "" {
		m.WriteString("# " + escape(p.title) + "\n\n")
	}
	if p.sheet != nil {
		markdownSheet(&m, p.sheet)
	} else if len(p.grid.rows) > 0 {
		markdownGrid(&m, p.grid)
	}
	switch {
	case p.end.next != "":
		m.WriteString(escape(p.end.count) + ", next: " + link(p.end.next, p.end.next) + "\n\n")
	case p.end.count != "":
		m.WriteString(escape(p.end.count) + "\n\n")
	}
	if len(p.end.notes) > 0 {
		m.WriteString(escape(strings.Join(p.end.notes, " · ")) + "\n\n")
	}
	cite := p.end.work.cite(escape, func(url string) string { return link(url, url) })
	m.WriteString("Cite as: " + strings.Join(cite, ", ") + "\n")
	return []byte(m.String())
}

func markdownSheet(m *strings.Builder, s *sheet) {
	for _, f := range s.facts {
		m.WriteString("- **" + escape(f.name) + ":** " + markdownCell(f.value) + "\n")
	}
	if len(s.facts) > 0 {
		m.WriteByte('\n')
	}
	for _, sec := range s.sections {
		m.WriteString("## " + escape(sec.title) + "\n\n")
		switch {
		case sec.grid != nil:
			markdownGrid(m, sec.grid)
			continue
		case sec.text != "":
			for _, paragraph := range paragraphs(sec.text) {
				m.WriteString(startOfLine(escape(paragraph)) + "\n\n")
			}
			continue
		}
		for _, it := range sec.items {
			m.WriteString("- " + startOfLine(markdownCell(it.head)) + "\n")
			for _, line := range it.lines {
				m.WriteString("  - " + startOfLine(markdownCell(line)) + "\n")
			}
		}
		m.WriteByte('\n')
	}
}

func markdownGrid(m *strings.Builder, g *grid) {
	row := func(cells []string) { m.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	cells := make([]string, len(g.columns))
	for i, name := range g.columns {
		cells[i] = escape(heading(name))
	}
	row(cells)
	for i := range cells {
		cells[i] = "---"
	}
	row(cells)
	for _, line := range g.rows {
		for i, r := range line {
			cells[i] = markdownCell(r)
		}
		row(cells)
	}
	m.WriteByte('\n')
}

func markdownCell(r rich) string {
	parts := make([]string, len(r))
	for i, s := range r {
		parts[i] = escape(s.text)
		if s.url != "" {
			parts[i] = link(s.text, s.url)
		}
		if s.note != "" {
			parts[i] += " (" + escape(s.note) + ")"
		}
	}
	return strings.Join(parts, cellSeparator)
}

// link writes a link to a web address or to a path of this server; with anything else (javascript:, a text that is
// no address) the text stands alone.
func link(text, url string) string {
	lower := strings.ToLower(url)
	path := strings.HasPrefix(url, "/") && !strings.HasPrefix(url, "//")
	if !path && !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return escape(text)
	}
	return "[" + escape(text) + "](<" + percent(url) + ">)"
}

// percent encodes what would end an address in Markdown, or be obeyed in it.
func percent(url string) string {
	var b strings.Builder
	for _, r := range url {
		if r <= ' ' || strings.ContainsRune("<>\"'`\\|{}^*_~[]()", r) || obeyed(r) {
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
			continue
		}
		b.WriteRune(r)
	}
	return strings.ReplaceAll(b.String(), "&", "&amp;") // an entity would be read in an address too
}

// escape makes text stand for itself within a line of Markdown or a cell of a table: HTML by entities, markup by
// backslashes, and addresses so that nothing links by itself.
func escape(s string) string {
	s = oneLine(s)
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case strings.ContainsRune("\\`*_[]|~$#@", r),
			r == ':' && strings.HasPrefix(s[i:], "://"),
			r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// startOfLine keeps escaped text at the start of a line from opening a list, a heading or a rule.
func startOfLine(s string) string {
	rest := strings.TrimLeft(s, "0123456789")
	switch {
	case s == "":
		return s
	case strings.ContainsRune("+-=", rune(s[0])):
		return `\` + s
	case rest != s && rest != "" && (rest[0] == '.' || rest[0] == ')'):
		return s[:len(s)-len(rest)] + `\` + rest
	}
	return s
}
