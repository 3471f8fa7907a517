package format

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

func TestPrune(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"wanted keys stay in their order", `{"c":1,"a":2,"b":3}`, `{"a":2,"b":3}`},
		{"values are copied as they are", `{"a":{"x":[1,{"y":"}"}]},"c":[],"b":-1.50e3}`, `{"a":{"x":[1,{"y":"}"}]},"b":-1.50e3}`},
		{"strings hold anything", `{"c":"\"a\":1,","a":"]}\\","b":"\\\""}`, `{"a":"]}\\","b":"\\\""}`},
		{"white space between parts is dropped", "{ \"a\" : [ 1 , 2 ] ,\n\t\"c\" : null , \"b\" : true }", `{"a":[ 1 , 2 ],"b":true}`},
		{"nothing wanted leaves an empty object", `{"c":1}`, `{}`},
		{"an empty object stays one", ` { } `, `{}`},
		{"a key is wanted at the top alone", `{"c":{"a":1}}`, `{}`},
	}
	keep := map[string]bool{"a": true, "b": true}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := prune(nil, []byte(test.body), keep)
			if err != nil || string(got) != test.want {
				t.Errorf("prune(%s) = %s, %v, want %s", test.body, got, err, test.want)
			}
		})
	}
	for _, bad := range []string{``, `[1]`, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":"x`, `{1:2}`, `{"a" 1}`} {
		if got, err := prune(nil, []byte(bad), keep); err == nil {
			t.Errorf("prune(%s) = %s without an error", bad, got)
		}
	}
}

func FuzzPrune(f *testing.F) {
	for _, seed := range []string{`{"a":1,"b":[{}]}`, `{"a":"\u0022"}`, `{"x":{"a":"\\"},"b":null}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got, err := prune(nil, body, map[string]bool{"a": true, "b": true})
		var whole, left map[string]json.RawMessage
		if json.Unmarshal(body, &whole) != nil || whole == nil || bytes.Contains(body, []byte(`\`)) {
			return // only finished records come here, and their keys hold no escapes
		}
		if err != nil {
			t.Fatalf("prune(%s): %v", body, err)
		}
		if err := json.Unmarshal(got, &left); err != nil {
			t.Fatalf("prune(%s) = %s: %v", body, got, err)
		}
		for _, key := range []string{"a", "b"} {
			if string(whole[key]) != string(left[key]) {
				t.Errorf("prune(%s) = %s", body, got)
			}
			delete(left, key)
		}
		if len(left) > 0 {
			t.Errorf("prune(%s) left %v", body, left)
		}
	})
}

func TestCheckFields(t *testing.T) {
	tests := []struct {
		name   string
		record record.Type
		fields []string
		want   record.Faults
	}{
		{"fields of the JSON are good", record.TypeEvent, []string{"id", "when", "linked_from", "revision", "known_at", "leak"}, nil},
		{"columns are good", record.TypeEvent, []string{"lat", "length_as_told", "document_urls"}, nil},
		{"no fields are good", record.TypeEvent, nil, nil},
		{"other types have their own", record.TypeSource, []string{"reliability", "updated_at"}, nil},
		{"a misspelt one gets the nearest", record.TypeEvent, []string{"title", "titel"}, record.Faults{{
			Parameter: "fields", Code: "unknown_field", Detail: `"titel" is no field of an event.`, Given: "titel", Hint: `Did you mean "title"?`,
		}}},
		{"a field of another type is none", record.TypeTopic, []string{"reliability"}, record.Faults{{
			Parameter: "fields", Code: "unknown_field", Detail: `"reliability" is no field of a topic.`, Given: "reliability",
			Hint: "Use one of id, label, parent, proposition, recorded_at, revision, updated_at.",
		}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, CheckFields(test.record, test.fields)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestEveryFieldOfAnEventHasAColumn(t *testing.T) {
	// What json can be pruned to, csv can be narrowed to.
	for _, field := range fieldNames(record.TypeEvent) {
		found := false
		for _, c := range EventColumns("") {
			found = found || chosen(c, []string{field})
		}
		if !found {
			t.Errorf("no column is made from %q", field)
		}
	}
}

func TestEveryColumnComesFromAField(t *testing.T) {
	for _, kind := range record.Types() {
		names := fieldNames(kind)
		fields := names[:len(names)-len(RecordColumns(kind))]
		for _, c := range RecordColumns(kind) {
			keep := recordKeep(RecordColumns(kind), []string{c.Name})
			known := 0
			for _, field := range fields {
				if keep[field] && (field != "id" || c.Name == "id") {
					known++
				}
			}
			if known == 0 {
				t.Errorf("column %s of %s prunes json to nothing", c.Name, kind)
			}
		}
	}
}

func TestCheckRowFieldsAndRows(t *testing.T) {
	if faults := CheckRowFields(RowsAccounts, []string{"particular", "teller", "particulars", "grade"}); faults != nil {
		t.Errorf("columns of accounts were refused: %v", faults)
	}
	if faults := CheckRowFields(RowsAccounts, []string{"claim"}); len(faults) != 1 || faults[0].Detail != `"claim" is no column of rows=accounts.` {
		t.Errorf("got %v", faults)
	}
	for _, rows := range append(RowNames(), "") {
		if faults := CheckRows(rows); faults != nil {
			t.Errorf("rows=%s: %v", rows, faults)
		}
	}
	want := record.Faults{{Parameter: "rows", Code: "unknown_value", Detail: `"account" is not a kind of row.`, Given: "account", Hint: `Did you mean "accounts"?`}}
	if diff := cmp.Diff(want, CheckRows("account")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	csv, _ := ByName("csv")
	js, _ := ByName("json")
	if CheckShape(csv, RowsClaims) != nil || CheckShape(js, "") != nil || CheckShape(js, RowsEvents) != nil || CheckShape(js, RowsClaims) == nil {
		t.Error("only json has no rows of parts")
	}
}
