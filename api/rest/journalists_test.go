package rest

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// question is a heading of docs/for-journalists.md with its curl line.
type question struct{ text, path string }

func questions(t *testing.T) (list []question) {
	t.Helper()
	body, err := os.ReadFile("../../docs/for-journalists.md")
	if err != nil {
		t.Fatal(err)
	}
	heading := ""
	for line := range strings.Lines(string(body)) {
		line = strings.TrimSpace(line)
		if text, ok := strings.CutPrefix(line, "## "); ok {
			heading = text
		}
		if !strings.HasPrefix(line, "curl ") {
			continue
		}
		c, err := parseCurl(line)
		if err != nil {
			t.Fatal(err)
		}
		path, ok := strings.CutPrefix(c.address, "http://localhost:8080")
		if !ok || len(c.headers) > 0 || c.method != "GET" {
			t.Fatalf("%s is more than a GET of a server of one's own", line)
		}
		list = append(list, question{heading, path})
	}
	return list
}

// endingless is the address of the same in another format.
func endingless(path, suffix string) string {
	before, query, _ := strings.Cut(path, "?")
	for _, ending := range []string{".txt", ".csv", ".md"} {
		before = strings.TrimSuffix(before, ending)
	}
	return strings.TrimSuffix(before+suffix+"?"+query, "?")
}

// found gives the ids of the events in an answer, newest first.
func found(t *testing.T, s *Server, path string) []string {
	t.Helper()
	var page EventPage
	strict(t, ask(t, s, endingless(path, "")).wants(t, 200).body, &page)
	ids := []string{}
	for _, e := range page.Data {
		ids = append(ids, e.ID)
	}
	return ids
}

func accountsAt(t *testing.T, s *Server, path string) AccountsOne {
	t.Helper()
	var a AccountsOne
	strict(t, ask(t, s, endingless(path, "")).wants(t, 200).body, &a)
	return a
}

func eventAt(t *testing.T, s *Server, path string) EventOne {
	t.Helper()
	var e EventOne
	strict(t, ask(t, s, endingless(path, "")).wants(t, 200).body, &e)
	return e
}

// finds gives the check that a question finds just these.
func finds(want ...string) func(*testing.T, *Server, string) {
	return func(t *testing.T, s *Server, path string) {
		t.Helper()
		if diff := cmp.Diff(want, found(t, s, path)); diff != "" {
			t.Errorf("(-worked out by hand +found):\n%s", diff)
		}
		text := ask(t, s, path).wants(t, 200).body
		if !strings.Contains(text, "Cite as: Backchannel, ") {
			t.Errorf("it does not tell how to cite it: %s", text)
		}
	}
}

// answers are what docs/for-journalists.md says, worked out by hand from the facts.
func answers() map[string]func(*testing.T, *Server, string) {
	return map[string]func(*testing.T, *Server, string){
		"What did the Kremlin say about the Financial Times story?": finds("2025-04-23-peskov-drafts", "2025-04-22-peskov-fakes"),
		"Which leaks about Crimea were denied or met with a non-denial?": finds(
			"2025-04-22-washington-post-leak", "2025-04-22-telegraph-leak", "2025-04-22-axios-leak", "2025-04-20-wsj-leak"),
		"What had been published about the US plan by 24 April 2025?": finds("2025-04-22-washington-post-leak",
			"2025-04-22-telegraph-leak", "2025-04-22-axios-leak", "2025-04-20-wsj-leak", "2025-04-18-bloomberg-leak"),
		"How long was each meeting of Putin and Witkoff, and who says so?": lengths,
		"Who says that the fourth meeting lasted two hours?":               twoHours,
		"Where did the Wall Street Journal leak stand on 20 April?":        stood("unverified"),
		"And where from 21 April on?":                                      stood("met_with_non_denial", "2025-04-21-peskov-anonymous-sources"),
		"On what do tellers differ in place or date?":                      finds("2026-01-22-putin-witkoff-moscow", "2025-04-30-us-ukraine-minerals", "2025-04-24-lavrov-face-the-nation", "2025-04-17-paris-talks"),
		"Which leak contradicts the others?":                               finds("2025-04-24-lviv-herald-leak"),
		"Does the meeting of 25 April rest on two independent sources?":    confirmed(true, "two independent sources or more support it"),
		"And the Axios leak of 22 April?":                                  confirmed(false, "no two independent sources support it"),
		"Who confirmed that the first meeting took place?":                 finds("2025-02-16-trump-on-witkoff-meeting", "2025-02-witkoff-on-putin-meeting"),
		"What was known of the fourth meeting at noon UTC on its day?":     atNoon,
		"How do I get an address that answers the same next year?":         sameNextYear,
		"What changed in this record?":                                     unchanged,
		"Where do the two plans of April 2025 agree, and where do they conflict?": tells(
			"Kinburn Spit", "conflicting", "only right", "only left", "21 of 21"),
		"How did the US position on Crimea move in April 2025?":           tells("supports", "-1 from", "3 of 3"),
		"How far apart were Washington and Brussels at the end of April?": tells("2025-04-30", "0.375000", "0.300000", "0.500000"),
		"Which events tell of the European–Ukrainian text?": finds(
			"2025-04-25-reuters-leak", "2025-04-24-zelensky-london-paper", "2025-04-23-european-ukrainian-text"),
		"Which of the seven meetings was that of 25 April?": tells("4 of 7", "1 of 1"),
	}
}

// tells gives the check that an answer in text holds these words and how to cite it.
func tells(words ...string) func(*testing.T, *Server, string) {
	return func(t *testing.T, s *Server, path string) {
		t.Helper()
		text := ask(t, s, path).wants(t, 200).body
		for _, word := range append(words, "Cite as: Backchannel, ") {
			if !strings.Contains(text, word) {
				t.Errorf("it does not say %q: %s", word, text)
			}
		}
	}
}

func TestTheQuestionsOfJournalistsAreAnswered(t *testing.T) {
	s, want := seededServer(t), answers()
	asked := questions(t)
	if len(asked) < 10 {
		t.Errorf("there are %d questions", len(asked))
	}
	for _, q := range asked {
		check, ok := want[q.text]
		if !ok {
			t.Errorf("%s: no answer was worked out", q.text)
			continue
		}
		delete(want, q.text)
		t.Run(q.text, func(t *testing.T) { check(t, s, q.path) })
	}
	for text := range want {
		t.Errorf("%s is not asked", text)
	}
}

// lengths: facts, section 3, the lines "Duration claims" and "Clock" of M1 to M7.
func lengths(t *testing.T, s *Server, path string) {
	rows, err := csv.NewReader(strings.NewReader(ask(t, s, path).wants(t, 200).body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	got := map[string][]string{}
	for _, row := range rows[1:] {
		if row[column("particular")] == "duration" {
			day := row[column("event")][:10]
			got[day] = append(got[day], row[column("teller_id")]+" "+row[column("told")]+" "+row[column("grade")])
		}
	}
	want := map[string][]string{
		"2025-02-11": {"sean-hannity 210 min C3", "washington-post 210 min C3", "donald-trump 165–195 min B2", "steve-witkoff 180–210 min C2"},
		"2025-03-13": {"steve-witkoff 180–240 min B2"},
		"2025-04-11": {"novyny-live 270 min C3", "energynews 270–300 min C3", "news-pravda 260 min D2", "tass at least 240 min B1", "tass at least 240 min B1"},
		"2025-04-25": {"yuri-ushakov 180 min C3", "yuri-ushakov 180 min A3", "unn 125 min C3", "worldpolicyhub 180 min F3"},
		"2025-08-06": {"kremlin 165–195 min B1", "menafn 150–180 min D2"},
		"2025-12-02": {"novaya-gazeta-europe 300 min B2", "newsx 300 min C2", "meaww 300 min B1", "antiwar 300 min C2"},
		"2026-01-22": {"kremlin at least 210 min B2", "yuri-ushakov 225–255 min B1", "yuri-ushakov 225–255 min B1", "wion at least 180 min C3"},
	}
	for _, list := range []map[string][]string{got, want} {
		for day := range list {
			slices.Sort(list[day])
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-worked out by hand +told):\n%s", diff)
	}
}

func twoHours(t *testing.T, s *Server, path string) {
	a := accountsAt(t, s, path)
	for _, row := range a.Data.Rows {
		if row.Particular != "duration" {
			continue
		}
		if row.State != "differs" || *row.Min != 125 || *row.Max != 180 {
			t.Errorf("%s from %v to %v", row.State, *row.Min, *row.Max)
		}
		told := map[string][]string{}
		for i, cell := range row.Cells {
			by := a.Data.Tellers[i].Actor + a.Data.Tellers[i].Source
			for _, one := range cell.Told {
				told[by] = append(told[by], one.Document+" "+one.Grade)
			}
		}
		if diff := cmp.Diff(map[string][]string{"yuri-ushakov": {"s15 C3", "s13 A3"}, "unn": {"s14 C3"}, "worldpolicyhub": {"s00 F3"}}, told); diff != "" {
			t.Errorf("(-worked out by hand +told):\n%s", diff)
		}
	}
	if a.Meta.IndependentConfirmation == nil || a.Labels.Actors["yuri-ushakov"] != "Yuri Ushakov" || a.Data.Event != "2025-04-25-putin-witkoff-moscow" {
		t.Errorf("meta %+v, labels %v", a.Meta, a.Labels)
	}
}

func stood(status string, by ...string) func(*testing.T, *Server, string) {
	return func(t *testing.T, s *Server, path string) {
		v := eventAt(t, s, path).Data.Verification
		if v == nil || v.Status != status || !slices.Equal(v.By, by) || v.History[len(v.History)-1].Status != status {
			t.Errorf("it stands %+v", v)
		}
	}
}

func confirmed(want bool, words string) func(*testing.T, *Server, string) {
	return func(t *testing.T, s *Server, path string) {
		if got := eventAt(t, s, path).Meta.IndependentConfirmation; got == nil || *got != want {
			t.Errorf("independent confirmation is %v", got)
		}
		for _, suffix := range []string{".txt", ".md"} {
			if body := ask(t, s, endingless(path, suffix)).wants(t, 200).body; !strings.Contains(body, words) {
				t.Errorf("%s does not say %q: %s", suffix, words, body)
			}
		}
	}
}

func atNoon(t *testing.T, s *Server, path string) {
	a := accountsAt(t, s, path)
	if len(a.Data.Tellers) != 1 || a.Data.Tellers[0].Source != "kremlin-ru" {
		t.Errorf("told by %+v", a.Data.Tellers)
	}
	for _, row := range a.Data.Rows {
		if told := row.State != "silent"; told != slices.Contains([]string{"place", "participants"}, row.Particular) {
			t.Errorf("%s is %s", row.Particular, row.State)
		}
	}
}

func sameNextYear(t *testing.T, s *Server, path string) {
	var today, pinned EventPage
	strict(t, ask(t, s, path).wants(t, 200).body, &today)
	strict(t, ask(t, s, today.Links.Permalink).wants(t, 200).body, &pinned)
	if diff := cmp.Diff(today.Data, pinned.Data); diff != "" || today.Meta.Digest != pinned.Meta.Digest || len(today.Data) != 7 {
		t.Errorf("%d meetings, digests %s and %s (-today +permalink):\n%s", len(today.Data), today.Meta.Digest, pinned.Meta.Digest, diff)
	}
	for form, text := range map[string]string{"text": today.Citing.Text, "BibTeX": today.Citing.BibTeX, "RIS": today.Citing.RIS, "CSL": today.Citing.CSL[0].URL} {
		if !strings.Contains(text, today.Links.Permalink) {
			t.Errorf("%s does not name the permalink: %s", form, text)
		}
	}
}

func unchanged(t *testing.T, s *Server, path string) {
	var page RevisionPage
	strict(t, ask(t, s, path).wants(t, 200).body, &page)
	if len(page.Data) != 1 || page.Data[0].Revision.Revision != 1 {
		t.Errorf("%d revisions", len(page.Data))
	}
	var one RevisionOne
	strict(t, ask(t, s, path+"/1?against=1").wants(t, 200).body, &one)
	if one.Data.Difference == nil || len(one.Data.Difference.Changes) != 0 || !strings.Contains(one.Data.Difference.Text, "no difference") {
		t.Errorf("against itself: %+v", one.Data.Difference)
	}
}
