package rest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// timeless are the keys of answers whose values are of no moment, or of one that is no matter of as_of. Every other key
// has to be looked at by knower.look: a new key must be put here or there.
var timeless = strings.Fields(`data id kind title summary date start_at status place name city country lat lon tz precision participants
	actor role representing topics citations grade source url locator excerpt supports says text value min max lang translation
	when earliest latest approximate uncertain label particulars state unit told by derived revision recorded_at updated_at
	relation scope note history verification linked_from links from statement channel quote verbatim leak form attribution claims actors
	meeting venue format call medium proposal agreement action type plans positions on basis topic
	page limit next_cursor prev_cursor meta total total_is description as_of snapshot undated coverage digest independent_confirmation
	citing bibtex ris csl labels sources included events documents self next permalink csv names roles at on_behalf_of proposition parent wikidata merged_into
	authors derived_from seen_through paywalled archived_url retrieved_at
	event tellers rows particular cells silent published
	plan as labels label used_by proponents addressees revises partial untold provisions ordinal section modality sequence quantity tabled_at disclosed_by uses
	left right coder explanation comparison coders texts relations shared conflicting only_in words score moved formula series a b compared topics low high reason silent_a silent_b terms distance
	facet count more interval start unplaced earlier`)

// knower looks for what was not known by a moment.
type knower struct {
	t         *testing.T
	events    map[string]time.Time // when each became known
	documents map[string]time.Time
	asOf      time.Time
	address   string
	named     map[string]bool // every text in data
}

func (k *knower) fault(format string, args ...any) {
	k.t.Helper()
	k.t.Errorf("%s as of %s: "+format, append([]any{k.address, k.asOf.Format(time.RFC3339Nano)}, args...)...)
}

// look checks one key of an answer.
func (k *knower) look(key string, value any) {
	text, _ := value.(string)
	switch key {
	case "known_at", "since":
		at, err := time.Parse(time.RFC3339Nano, text)
		if err != nil || at.After(k.asOf) {
			k.fault("%s is %v", key, value)
		}
	case "texts_known_at":
		if value != nil {
			k.look("since", value)
		}
	case "to":
		k.event(text)
	case "document":
		if at, ok := k.documents[text]; !ok || at.After(k.asOf) {
			k.fault("document %s was published %s", text, at)
		}
	default:
		if !slices.Contains(timeless, key) {
			k.fault("nobody said whether %s is of a moment", key)
		}
	}
}

func (k *knower) event(id string) {
	if at, ok := k.events[id]; !ok || at.After(k.asOf) {
		k.fault("event %s became known %s", id, at)
	}
}

// walk goes through every value below a key.
func (k *knower) walk(key string, value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			k.walk(key, item)
		}
		if key == "documents" {
			for _, item := range v {
				if id, ok := item.(string); ok {
					k.look("document", id)
				}
			}
		}
	case map[string]any:
		open := key == "particulars" || key == "says" // keys are words of the vocabulary
		for name, below := range v {
			if !open {
				k.look(name, below)
			}
			k.named[name] = true
			k.refers(key, name, below)
			k.walk(name, below)
		}
	case string:
		k.named[v] = true
	}
}

// refers checks the references to events that are called as other things are.
func (k *knower) refers(key, name string, value any) {
	switch {
	case name == "event" && (key == "data" || key == "moved" || key == "a" || key == "b" || key == "uses" || key == "disclosed_by" || key == "tabled_at"):
		k.event(value.(string))
	case name == "from" && key == "linked_from":
		k.event(value.(string))
	case name == "by" && (key == "history" || key == "verification"):
		for _, id := range value.([]any) {
			k.event(id.(string))
		}
	}
}

// answer walks a whole answer in JSON, and looks that labels name nothing that stands nowhere in data.
func (k *knower) answer(body string) {
	var tree map[string]any
	if err := json.Unmarshal([]byte(body), &tree); err != nil {
		k.t.Fatal(err)
	}
	k.named = map[string]bool{}
	k.walk("data", tree["data"])
	named := k.named
	for plural, names := range tree["labels"].(map[string]any) {
		for id := range names.(map[string]any) {
			if !named[id] {
				k.fault("labels of %s name %s, and data does not", plural, id)
			}
		}
	}
	for key, value := range tree {
		if k.look(key, nil); key != "data" && key != "labels" && key != "citing" {
			k.named = map[string]bool{}
			k.walk(key, value)
		}
	}
}

func newKnower(t *testing.T, s *Server) *knower {
	k := &knower{t: t, events: map[string]time.Time{}, documents: map[string]time.Time{}}
	for line := range strings.Lines(ask(t, s, "/v1/events.ndjson").wants(t, 200).body) {
		var e record.EventAnswer
		strict(t, line, &e)
		if e.KnownAt != nil {
			k.events[e.ID] = *e.KnownAt
		}
	}
	for line := range strings.Lines(ask(t, s, "/v1/documents.ndjson").wants(t, 200).body) {
		var d DocumentAnswer
		strict(t, line, &d)
		if at, ok := compare.KnownAt(&d.Document); ok {
			k.documents[d.ID] = at
		}
	}
	return k
}

func TestNothingInAnyAnswerWasKnownLater(t *testing.T) {
	s := New(Options{Store: seededServer(t).Store, Kept: -1})
	k := newKnower(t, s)
	var moments []time.Time
	for _, at := range k.documents {
		moments = append(moments, at)
	}
	slices.SortFunc(moments, time.Time.Compare)
	random := rand.New(rand.NewPCG(22, 4))
	for n := range 200 {
		// Near a moment at which something became known, at it, or just before.
		k.asOf = moments[random.IntN(len(moments))].Add([]time.Duration{0, -time.Microsecond, time.Hour, -12 * time.Hour}[random.IntN(4)])
		asOf := "as_of=" + url.QueryEscape(k.asOf.UTC().Format("2006-01-02T15:04:05.999999Z07:00"))
		k.address = "/v1/events?limit=1000&" + asOf
		if n%4 == 0 {
			k.address += "&include=documents,links,actors,topics"
		}
		list := ask(t, s, k.address).wants(t, 200).body
		k.answer(list)
		known := 0
		for id, at := range k.events {
			if at.After(k.asOf) {
				if random.IntN(30) == 0 {
					ask(t, s, "/v1/events/"+id+"?"+asOf).wants(t, 404)
					ask(t, s, "/v1/events/"+id+"/accounts?"+asOf).wants(t, 404)
				}
				continue
			}
			if known++; random.IntN(30) == 0 {
				for _, address := range []string{"/v1/events/" + id + "?" + asOf, "/v1/events/" + id + "/accounts?" + asOf} {
					k.address = address
					k.answer(ask(t, s, address).wants(t, 200).body)
				}
			}
		}
		if !strings.Contains(list, fmt.Sprintf(`"total":%d,`, known)) {
			k.fault("of %d events known it holds %.200s", known, list[strings.LastIndex(list, `"page"`):])
		}
		k.tables(s, asOf)
		k.plans(s, asOf)
	}
}

// plans walks the plans that were known, their comparisons, and both side by side where both were.
func (k *knower) plans(s *Server, asOf string) {
	var page PlanPage
	for _, k.address = range []string{"/v1/positions?" + asOf, "/v1/divergence?actor=united-states&actor=european-union&" + asOf,
		"/v1/comparisons?" + asOf, "/v1/facets?limit=1000&" + asOf, "/v1/histogram?interval=day&split=kind&" + asOf, "/v1/plans?" + asOf} {
		body := ask(k.t, s, k.address).wants(k.t, 200).body
		k.answer(body)
		if strings.HasPrefix(k.address, "/v1/plans") {
			strict(k.t, body, &page)
		}
	}
	for _, p := range page.Data {
		if texts := p.TextsKnownAt != nil; texts != (len(p.Provisions) > 0) {
			k.fault("plan %s has its text: %t", p.ID, texts)
		}
	}
	if len(page.Data) > 1 {
		k.address = "/v1/plans/compare?plan=" + page.Data[0].ID + "&plan=" + page.Data[1].ID + "&" + asOf
		k.answer(ask(k.t, s, k.address).wants(k.t, 200).body)
	}
}

// tables walks the formats that stream.
func (k *knower) tables(s *Server, asOf string) {
	k.address = "/v1/events.csv?rows=citations&" + asOf
	for _, row := range table(k.t, ask(k.t, s, k.address).wants(k.t, 200).body) {
		k.look("known_at", row["known_at"])
		k.look("document", row["document"])
	}
	k.address = "/v1/events.csv?rows=links&" + asOf
	for _, row := range table(k.t, ask(k.t, s, k.address).wants(k.t, 200).body) {
		k.event(row["event"])
		k.event(row["other"])
	}
	k.address = "/v1/events.ndjson?" + asOf
	for line := range strings.Lines(ask(k.t, s, k.address).wants(k.t, 200).body) {
		var tree any
		if err := json.Unmarshal([]byte(line), &tree); err != nil {
			k.t.Fatal(err)
		}
		k.named = map[string]bool{}
		k.walk("data", tree)
	}
}
