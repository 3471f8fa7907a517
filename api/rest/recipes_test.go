package rest

import (
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"backchannel/internal/fixture"
)

// codeUnder gives the code of a language under a heading of docs/for-dashboards.md, with another server for the one at home.
func codeUnder(t *testing.T, heading, language, server string) string {
	t.Helper()
	body, err := os.ReadFile("../../docs/for-dashboards.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(body), "\n## "+heading+"\n")
	if section, _, _ = strings.Cut(section, "\n## "); !found {
		t.Fatalf("there is no heading %q", heading)
	}
	var code strings.Builder
	for {
		_, rest, opened := strings.Cut(section, "```"+language+"\n")
		if !opened {
			break
		}
		block, after, closed := strings.Cut(rest, "```\n")
		if !closed {
			t.Fatalf("a block of %s under %q is not closed", language, heading)
		}
		code.WriteString(block)
		section = after
	}
	if code.Len() == 0 {
		t.Fatalf("there is no %s under %q", language, heading)
	}
	return strings.ReplaceAll(code.String(), home, server)
}

// promised are the recipes under a heading, in their order.
func promised(t *testing.T, heading string) (list []recipe) {
	t.Helper()
	for _, r := range recipes(t) {
		if r.heading == heading {
			list = append(list, r)
		}
	}
	return list
}

func TestTheRecipeForPandasRuns(t *testing.T) {
	server := httptest.NewServer(seededServer(t))
	defer server.Close()
	program := codeUnder(t, "pandas", "python", server.URL) + "\nprint(list(events['id'])[0], list(events['id'])[-1], len(events), events['known_at'].dtype, len(people))\n"
	got := strings.Fields(fixture.Python(t, program, "", "pandas"))
	want := promised(t, "pandas")
	if len(got) < 5 || got[0] != want[0].first || got[1] != want[0].last || got[2] != decimal(want[0].n) || !strings.HasPrefix(got[3], "datetime64[") || got[len(got)-1] != decimal(want[1].n) {
		t.Errorf("it gives %q, not %+v", got, want)
	}
}

func TestTheRecipeForVegaLiteDraws(t *testing.T) {
	server := httptest.NewServer(seededServer(t))
	defer server.Close()
	fixture.NodeModules(t, "vega-lite")
	got := strings.TrimSpace(fixture.Node(t, "vega", `
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const load = (path) => import(pathToFileURL(process.env.BACKCHANNEL_NODE_MODULES + "/" + path));
const vega = await load("vega/index.js");
const { compile } = await load("vega-lite/build/index.js");
const view = await new vega.View(vega.parse(compile(JSON.parse(readFileSync(0, "utf8"))).spec), { renderer: "none" }).runAsync();
console.log(((await view.toSVG()).match(/aria-roledescription="tick"/g) ?? []).length);
`, codeUnder(t, "Observable and Vega-Lite", "json", server.URL)))
	if want := promised(t, "Observable and Vega-Lite"); got != decimal(want[0].n) {
		t.Errorf("it draws %s events, not %d", got, want[0].n)
	}
}
