package rest

import (
	"encoding/csv"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/format"
	"backchannel/internal/record"
)

// The as-of vectors of the rules: what was told of an event by a moment, as "particular teller told", earliest first.
// known is false where nothing was.
var vectors = []struct {
	event, asOf string
	known       bool
	told        []string // of length and how it went
	standing    string   // of a leak
}{
	{"2025-04-25-putin-witkoff-moscow", "2025-04-25T11:00Z", false, nil, ""},
	{"2025-04-25-putin-witkoff-moscow", "2025-04-25T12:00Z", true, nil, ""},
	{"2025-04-25-putin-witkoff-moscow", "2025-04-25T16:00Z", true, []string{"duration Yuri Ushakov 180 min"}, ""},
	{"2025-02-11-putin-witkoff-moscow", "2025-02-11", false, nil, ""},
	{"2025-02-11-putin-witkoff-moscow", "2025-02-13", true, []string{"duration Sean Hannity 210 min", "duration The Washington Post 210 min"}, ""},
	{"2025-02-11-putin-witkoff-moscow", "2025-02-17", true, []string{"duration Sean Hannity 210 min", "duration The Washington Post 210 min",
		"duration Donald Trump 165–195 min"}, ""},
	{"2025-02-11-putin-witkoff-moscow", "2025-02-22", true, []string{"duration Sean Hannity 210 min", "duration The Washington Post 210 min",
		"duration Donald Trump 165–195 min", "characterisation Steve Witkoff positive", "characterisation Kremlin “declined to comment”"}, ""},
	{"2025-04-20-wsj-leak", "2025-04-19", false, nil, ""},
	{"2025-04-20-wsj-leak", "2025-04-20", true, nil, "unverified"},
	{"2025-04-20-wsj-leak", "2025-04-21", true, nil, "met_with_non_denial"},
	{"2025-04-24-lavrov-face-the-nation", "2025-04-26", false, nil, ""},
	{"2025-04-24-lavrov-face-the-nation", "2025-04-27", true, nil, ""},
}

func TestEveryFormatTellsWhatWasKnownAndNoMore(t *testing.T) {
	s := seededServer(t)
	for _, v := range vectors {
		for _, f := range format.EventFormats() {
			t.Run(v.event+" at "+v.asOf+f.Suffix, func(t *testing.T) {
				query := "?as_of=" + url.QueryEscape(v.asOf)
				list := ask(t, s, "/v1/events"+f.Suffix+query+"&id="+v.event).wants(t, 200).body
				single := ask(t, s, "/v1/events/"+v.event+f.Suffix+query)
				accounts := ask(t, s, "/v1/events/"+v.event+"/accounts"+query)
				if !v.known {
					single.wants(t, 404)
					accounts.wants(t, 404)
					if slices.Contains(eventsIn(t, f, list), v.event) {
						t.Errorf("the list has it: %s", list)
					}
					return
				}
				single.wants(t, 200)
				accounts.wants(t, 200)
				if got := eventsIn(t, f, list); !slices.Equal(got, []string{v.event}) {
					t.Errorf("the list has %q", got)
				}
				if f.Cap > 0 { // which have no rows of accounts
					checkLengths(t, f, single.body, v.told)
					checkLengths(t, f, list, v.told)
					if v.standing != "" {
						checkStanding(t, f, list, v.standing)
					}
					return
				}
				rows := "&rows=accounts"
				if f.Name == "json" {
					rows = ""
				}
				for _, path := range []string{"/v1/events/" + v.event + f.Suffix + query + rows, "/v1/events" + f.Suffix + query + "&id=" + v.event + rows} {
					checkTold(t, f, ask(t, s, path).wants(t, 200).body, v.told)
				}
				if v.standing != "" {
					checkStanding(t, f, list, v.standing)
				}
			})
		}
	}
}

// eventsIn reads which events a list holds; of txt and md whether it holds any, under the one id there can be.
func eventsIn(t *testing.T, f format.Format, body string) (ids []string) {
	t.Helper()
	if f.Cap > 0 {
		return idsIn(t, f, body)
	}
	switch f.Name {
	case "json":
		var page EventPage
		strict(t, body, &page)
		for _, e := range page.Data {
			ids = append(ids, e.ID)
		}
	case "ndjson":
		for line := range strings.Lines(body) {
			var e record.EventAnswer
			strict(t, line, &e)
			ids = append(ids, e.ID)
		}
	case "csv":
		for _, row := range table(t, body) {
			ids = append(ids, row["id"])
		}
	default:
		if !strings.Contains(body, "0 of 0") {
			_, id, _ := strings.Cut(body, "id=")
			id, _, _ = strings.Cut(id, "&")
			ids = append(ids, id)
		}
	}
	return ids
}

// table reads csv with a header.
func table(t *testing.T, body string) (rows []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// checkTold compares what an answer tells of length and how it went. Tables for readers break within cells: of them it
// is looked at what stands there and what does not.
func checkTold(t *testing.T, f format.Format, body string, want []string) {
	t.Helper()
	var got []string
	add := func(particular, teller, told string) {
		if particular == "duration" || particular == "characterisation" {
			got = append(got, particular+" "+teller+" "+told)
		}
	}
	switch f.Name {
	case "json":
		toldInJSON(t, body, add)
	case "ndjson":
		for line := range strings.Lines(body) {
			var row map[string]any
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			add(row["particular"].(string), row["teller"].(string), row["told"].(string))
		}
	case "csv":
		for _, row := range table(t, body) {
			add(row["particular"], row["teller"], row["told"])
		}
	default:
		body, _, _ = strings.Cut(body, "Cite as")
		for _, word := range []string{"180", "210", "165–195", "180–210", "duration", "characterisation", "declined", "positive"} {
			inWant := strings.Contains(strings.Join(want, "\n"), word)
			if strings.Contains(body, word) != inWant {
				t.Errorf("%q stands there: %v; it should: %v\n%s", word, !inWant, inWant, body)
			}
		}
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-rules +told):\n%s", diff)
	}
}

// checkLengths looks for every length of the vectors in a format that tells them in its text: those that were told by then, and no
// other. JSON-LD has no place for any.
func checkLengths(t *testing.T, f format.Format, body string, want []string) {
	t.Helper()
	body = strings.NewReplacer("\r\n ", "", `\`, "").Replace(body)
	for _, v := range vectors {
		for _, told := range v.told {
			length, isLength := strings.CutPrefix(told, "duration ")
			length = length[strings.LastIndexByte(strings.TrimSuffix(length, " min"), ' ')+1:]
			by := slices.ContainsFunc(want, func(w string) bool { return strings.HasSuffix(w, " "+length) })
			if isLength && strings.Contains(body, length) != (by && f.Name != "jsonld") {
				t.Errorf("%q stands there: %t; it should: %t\n%s", length, strings.Contains(body, length), by, body)
			}
		}
	}
}

// toldInJSON reads the tellings of one event, asked for alone or in a list.
func toldInJSON(t *testing.T, body string, add func(particular, teller, told string)) {
	t.Helper()
	var answer struct {
		Data   json.RawMessage
		Labels Names
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	events := make([]record.EventAnswer, 1)
	if err := json.Unmarshal(answer.Data, &events); err != nil {
		if err := json.Unmarshal(answer.Data, &events[0]); err != nil {
			t.Fatal(err)
		}
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	for _, particular := range []string{"duration", "characterisation"} {
		for _, told := range events[0].Particulars[particular].Told {
			said := "“" + told.Text + "”"
			switch {
			case told.Value != nil && particular == "duration":
				said = number(told.Value.(float64)) + " min"
			case told.Value != nil:
				said = told.Value.(string)
			case told.Min != nil:
				said = number(*told.Min) + "–" + number(*told.Max) + " min"
			}
			add(particular, answer.Labels.Actors[told.By.Actor]+answer.Labels.Sources[told.By.Source], said)
		}
	}
}

func checkStanding(t *testing.T, f format.Format, body, want string) {
	t.Helper()
	if f.Name == "txt" || f.Name == "md" || f.Name == "timelinejs" { // in words
		want = strings.ReplaceAll(want, "_", " ")
		body = strings.Join(strings.Fields(body), " ")
	}
	for _, status := range []string{"unverified", "met_with_non_denial", "met with non denial"} {
		if status == want && !strings.Contains(body, status) {
			t.Errorf("it does not say %s: %s", want, body)
		}
	}
	if later := "non denial"; want == "unverified" && (strings.Contains(body, later) || strings.Contains(body, "met_with_non_denial")) {
		t.Errorf("it knows what came later: %s", body)
	}
}
