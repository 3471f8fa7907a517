package edtf

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// oracleLine is one line of testdata/oracle.tsv; oracle.mjs says what the
// columns are.
type oracleLine struct{ input, oracle, earliest, latest, ours, why string }

func readOracle(t *testing.T) []oracleLine {
	t.Helper()
	data, err := os.ReadFile("testdata/oracle.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var list []oracleLine
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(c) != 6 {
			t.Fatalf("%q has %d columns, want 6", line, len(c))
		}
		list = append(list, oracleLine{c[0], c[1], c[2], c[3], c[4], c[5]})
	}
	return list
}

func TestWeAgreeWithTheOracleOrSayWhyNot(t *testing.T) {
	list := readOracle(t)
	if len(list) < 300 {
		t.Errorf("only %d strings in the table", len(list))
	}
	for _, l := range list {
		theirs := "invalid"
		if l.oracle == "valid" {
			theirs = l.earliest + " " + l.latest
		}
		want := l.ours
		if l.ours == "=" {
			want = theirs
		}
		if (l.ours == "=") != (l.why == "") || l.ours == theirs {
			t.Errorf("%q: ours is %q and the reason %q", l.input, l.ours, l.why)
		}
		got := "invalid"
		if d, err := Parse(l.input); err == nil {
			earliest, latest := d.Bounds()
			got = earliest.String() + " " + latest.String()
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", l.input, got, want)
		}
	}
}

func TestTheOracleStillAnswersAsInTheTable(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		absent(t, "node is")
	}
	if !hasOracle() {
		absent(t, "the npm package edtf (folder of packages in BACKCHANNEL_NODE_MODULES or NODE_PATH) is")
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), node, "testdata/oracle.mjs")
	cmd.Stderr = &stderr
	got, err := cmd.Output()
	if err != nil {
		t.Fatalf("run oracle.mjs: %v\n%s", err, &stderr)
	}
	want, err := os.ReadFile("testdata/oracle.tsv")
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	if len(gotLines) != len(wantLines) {
		t.Fatalf("the oracle gives %d lines, the table has %d", len(gotLines), len(wantLines))
	}
	for i := range wantLines {
		if gotLines[i] != wantLines[i] {
			t.Errorf("line %d: the oracle gives\n%s\nthe table has\n%s", i+1, gotLines[i], wantLines[i])
		}
	}
}

// hasOracle tells whether the package edtf lies where oracle.mjs looks for it.
func hasOracle() bool {
	folders := append([]string{os.Getenv("BACKCHANNEL_NODE_MODULES")}, filepath.SplitList(os.Getenv("NODE_PATH"))...)
	for _, folder := range folders {
		if folder == "" {
			continue
		}
		if _, err := os.Stat(filepath.Join(folder, "edtf", "package.json")); err == nil {
			return true
		}
	}
	return false
}

// absent skips the test, or fails it where everything has to be there.
func absent(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("BACKCHANNEL_REQUIRE_ALL") == "1" {
		t.Fatal(what + " not on this machine")
	}
	t.Skip(what + " not on this machine")
}
