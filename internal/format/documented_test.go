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
		much := "pages"
		switch {
		case f.Streams:
			much = "everything"
		case f.Cap > 0:
			much = fmt.Sprintf("whole, up to %d,%03d", f.Cap/1000, f.Cap%1000)
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | `%s` | %s | %s |\n", f.Name, f.Suffix, f.MediaType, much, f.Doc)
	}
	return b.String()
}

func TestTheDocumentedTableIsThatOfTheCode(t *testing.T) {
	const path, start, end = "../../docs/formats.md", "<!-- formats -->\n", "<!-- end of formats -->\n"
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(body), start)
	table, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s has no place for the table", path)
	}
	if *update {
		if err := os.WriteFile(path, []byte(before+start+documented()+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		table = documented()
	}
	if diff := cmp.Diff(documented(), table); diff != "" {
		t.Errorf("docs/formats.md (-code +docs):\n%s", diff)
	}
}
