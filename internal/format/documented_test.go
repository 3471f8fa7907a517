package format

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// documented is the table of docs/formats.md as the table of formats makes it.
func documented() string {
	var b strings.Builder
	b.WriteString("| format | ending | media type | how much | what |\n|---|---|---|---|---|\n")
	for _, f := range EventFormats() {
		fmt.Fprintf(&b, "| `%s` | `%s` | `%s` | %s | %s |\n", f.Name, f.Suffix, f.MediaType, muchOf(f), f.Doc)
	}
	return b.String()
}

// programs is the table of docs/for-dashboards.md, likewise.
func programs() string {
	var b strings.Builder
	b.WriteString("| ending | how much | programs that read it |\n|---|---|---|\n")
	for _, f := range EventFormats() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Suffix, muchOf(f), f.For)
	}
	return b.String()
}

func muchOf(f Format) string {
	switch {
	case f.Streams:
		return "everything"
	case f.Cap > 0:
		return fmt.Sprintf("whole, up to %d,%03d", f.Cap/1000, f.Cap%1000)
	}
	return "pages"
}

func TestTheDocumentedTablesAreThoseOfTheCode(t *testing.T) {
	for _, c := range []struct{ path, name, want string }{
		{"../../docs/formats.md", "formats", documented()},
		{"../../docs/for-dashboards.md", "programs", programs()},
	} {
		start, end := "<!-- "+c.name+" -->\n", "<!-- end of "+c.name+" -->\n"
		body, err := os.ReadFile(c.path)
		if err != nil {
			t.Fatal(err)
		}
		before, rest, found := strings.Cut(string(body), start)
		table, after, ended := strings.Cut(rest, end)
		if !found || !ended {
			t.Fatalf("%s has no place for the table", c.path)
		}
		if *update {
			if err := os.WriteFile(c.path, []byte(before+start+c.want+end+after), 0o644); err != nil {
				t.Fatal(err)
			}
			table = c.want
		}
		if diff := cmp.Diff(c.want, table); diff != "" {
			t.Errorf("%s (-code +docs):\n%s", c.path, diff)
		}
	}
}
