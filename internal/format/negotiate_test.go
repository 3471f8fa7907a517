package format

import "testing"

func TestNegotiate(t *testing.T) {
	page := Format{Name: "html", MediaType: "text/html"}
	browser := "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
	tests := []struct {
		name, accept, want string // want "": nothing acceptable
		also               []Format
	}{
		{name: "no header means anything, so json", accept: "", want: "json"},
		{name: "spaces are no header", accept: "  ", want: "json"},
		{name: "curl's wildcard gives json", accept: "*/*", want: "json"},
		{name: "an exact type is given", accept: "text/csv", want: "csv"},
		{name: "case and space do not matter", accept: " Text/CSV ;Q=0.5", want: "csv"},
		{name: "an alias names its format", accept: "application/jsonl", want: "ndjson"},
		{name: "the heavier weight wins", accept: "text/csv;q=0.5, text/markdown;q=0.9", want: "md"},
		{name: "three decimals count", accept: "text/csv;q=0.501, text/markdown;q=0.502", want: "md"},
		{name: "with equal weights the first named wins", accept: "text/markdown, text/csv", want: "md"},
		{name: "what is named beats what a wildcard lets in", accept: "*/*, text/csv", want: "csv"},
		{name: "the exact range gives the weight, not the wildcard", accept: "text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", want: "txt"},
		{name: "zero refuses", accept: "application/json;q=0, */*", want: "ndjson"},
		{name: "a refusal is not undone by an alias", accept: "application/x-ndjson;q=0, application/json;q=0, application/*", want: ""},
		{name: "refusing everything leaves nothing", accept: "*/*;q=0", want: ""},
		{name: "a type that nobody offers is not acceptable", accept: "application/pdf", want: ""},
		{name: "a browser gets json where no page is offered", accept: browser, want: "json"},
		{name: "a browser gets the page where one is", accept: browser, want: "html", also: []Format{page}},
		{name: "HTML alone gets json where no page is offered", accept: "text/html", want: "json"},
		{name: "HTML does not beat what is named", accept: "text/html, text/csv;q=0.5", want: "csv"},
		{name: "HTML without json means neither", accept: "text/html, application/json;q=0", want: ""},
		{name: "a charset that everything is in is no hindrance", accept: "application/json; charset=UTF-8", want: "json"},
		{name: "another charset is", accept: "text/csv; charset=latin1", want: ""},
		{name: "a parameter of the format fits", accept: `text/csv;header="present"`, want: "csv"},
		{name: "another value of it does not", accept: "text/csv;header=absent, text/plain;q=0.1", want: "txt"},
		{name: "a parameter the format does not have does not fit", accept: "application/json;version=2", want: ""},
		{name: "what follows q is no parameter", accept: "application/json;q=0.8;level=1", want: "json"},
		{name: "a range with a parameter is more exact than one without", accept: "text/csv;q=0.2, text/csv;header=present;q=0.9, text/plain;q=0.5", want: "csv"},
		{name: "a comma in quotes parts nothing", accept: `text/csv;x="a,b", text/plain`, want: "txt"},
		{name: "a quote may be escaped", accept: `text/csv;x="a\",b", text/plain`, want: "txt"},
		{name: "members that cannot be read count for nothing", accept: "csv, text/, /csv, */csv, text/plain", want: "txt"},
		{name: "nor do weights out of range", accept: "text/csv;q=1.5, text/markdown;q=0.1234, text/plain;q=0.1", want: "txt"},
		{name: "nor negative or empty ones", accept: "text/csv;q=-1, text/markdown;q=, text/plain;q=0.1", want: "txt"},
		{name: "empty members are skipped", accept: ",, text/csv,", want: "csv"},
		{name: "a header that cannot be read at all accepts nothing", accept: ";;;", want: ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f, ok := Negotiate(test.accept, append(Formats(), test.also...))
			if f.Name != test.want || ok != (test.want != "") {
				t.Errorf("Negotiate(%q) = %q, %v, want %q", test.accept, f.Name, ok, test.want)
			}
		})
	}
}

func TestNegotiateOffersOnlyWhatIsOffered(t *testing.T) {
	csv, _ := ByName("csv")
	if f, ok := Negotiate("*/*", []Format{csv}); !ok || f.Name != "csv" {
		t.Errorf("got %q", f.Name)
	}
	if f, ok := Negotiate("text/html", []Format{csv}); ok {
		t.Errorf("a browser got %q where json is not offered", f.Name)
	}
	if _, ok := Negotiate("*/*", nil); ok {
		t.Error("something was found where nothing is offered")
	}
}

func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{"", "*/*", `text/csv;x="a\`, "a/b;q=1;;=", "text/*;q=0.001,*/*;q=0"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, accept string) {
		got, ok := Negotiate(accept, Formats())
		if _, known := ByName(got.Name); ok != known {
			t.Errorf("Negotiate(%q) = %q, %v", accept, got.Name, ok)
		}
	})
}
