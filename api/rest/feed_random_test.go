package rest

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

var feedSize = flag.Int("backchannel.size", 120, "random writes that streams and a mirror follow; streams are a tenth as many, at least 20")

// scribble makes a random change of a few events: put, edited in and out of filters, linked, denied, retracted.
func scribble(t testing.TB, rng *rand.Rand, st *store.Store) {
	t.Helper()
	id := fmt.Sprintf("event-%d", rng.IntN(12))
	change := store.Change{Operation: store.Put, Reason: "a reason"}
	topics := []string{"", `,"topics":["crimea"]`, `,"topics":["territory"]`}[rng.IntN(3)]
	title := fmt.Sprintf(`,"summary":"number %d"`, rng.IntN(1000))
	switch n := rng.IntN(10); {
	case n < 4:
		change.Record = eventOf(t, "random-leak", "leak", strings.Replace(aLeak, `,"topics":["crimea"]`, topics+title, 1))
	case n < 6:
		change.Record = eventOf(t, id, "statement", topics+title+strings.Replace(aDenial, "the-leak", "random-leak", 1))
	case n < 9:
		change.Record = eventOf(t, id, "statement", topics+title+anAnswer)
	default:
		change = store.Change{Operation: store.Retract, Type: record.TypeEvent, ID: id}
	}
	_, err := st.Write(t.Context(), store.Batch{By: "test", Changes: []store.Change{change}})
	if err != nil && change.Operation == store.Put {
		t.Error(err)
	}
}

// follower notes what a stream has told.
type follower struct {
	filter string
	seen   map[string]bool
	ids    []string
	last   string
}

// follow reads until it has come to an id, going away at random and coming back.
func (f *follower) follow(t testing.TB, rng *rand.Rand, url, until string) {
	for {
		l := listen(t, url+"/v1/stream?"+f.filter, f.last)
		for quit := 1 + rng.IntN(12); quit > 0; quit-- {
			m, ok := l.read()
			if !ok {
				break
			}
			if f.seen[m.id] {
				t.Errorf("%s: %s came twice", f.filter, m.id)
			}
			f.seen[m.id], f.ids, f.last = true, append(f.ids, m.brief()), m.id
			if m.name != "put" && m.name != "drop" {
				t.Errorf("%s: %s", f.filter, m.brief())
			}
			if strings.Contains(m.brief()+" ", " "+until+" ") {
				l.close()
				return
			}
		}
		l.close()
	}
}

// TestEverySubscriberSeesEverythingOnceInOrder is run with -backchannel.size for the figures in docs/reliability.md.
func TestEverySubscriberSeesEverythingOnceInOrder(t *testing.T) {
	d := newDesk(t, Options{Each: 1 << 20})
	put(t, d.Store, eventOf(t, "random-leak", "leak", aLeak))
	url := serveLive(t, d.Server)
	asleep := listen(t, url+"/v1/stream", "") // never reads
	defer asleep.close()
	filters := []string{"", "kind=leak", "topic=crimea", "verification=denied", "kind=statement&topic=territory", "answered=follows"}
	start := fmt.Sprintf("%s:%d", d.Store.Epoch(), d.Store.Seq())
	const end = "the-end"
	var all []*follower
	var wait sync.WaitGroup
	for i := range max(20, *feedSize/10) {
		f := &follower{filter: filters[i%len(filters)], seen: map[string]bool{}, last: start}
		all = append(all, f)
	}
	for i, f := range all {
		wait.Go(func() { f.follow(t, rand.New(rand.NewPCG(1, uint64(i))), url, end) })
	}
	rng := rand.New(rand.NewPCG(2, 3))
	for range *feedSize {
		scribble(t, rng, d.Store)
	}
	// One event that every filter holds for after its own last change ends each of them.
	put(t, d.Store, eventOf(t, end, "leak", aLeak))
	write(t, d.Store, store.Batch{Changes: []store.Change{
		{Operation: store.Put, Record: eventOf(t, "last-denial", "statement", strings.Replace(aDenial, "the-leak", end, 1))}}})
	write(t, d.Store, store.Batch{Changes: []store.Change{{Operation: store.Erase, Type: record.TypeEvent, ID: end, Reason: "the end"}}})
	wait.Wait()
	whole := map[string][]string{}
	for _, f := range all {
		want, ok := whole[f.filter]
		if !ok {
			l := listen(t, url+"/v1/stream?"+f.filter, start)
			for m, ok := l.read(); ok; m, ok = l.read() {
				if want = append(want, m.brief()); strings.Contains(m.brief()+" ", " "+end+" ") {
					break
				}
			}
			whole[f.filter] = want
			l.close()
		}
		// What is erased is not told any more of the time before, so the end looks different from afar.
		if diff := cmp.Diff(want[:len(want)-1], f.ids[:len(f.ids)-1]); diff != "" {
			t.Errorf("%s: at one go (-), with interruptions (+):\n%.2000s", f.filter, diff)
		}
	}
}

// listed are the events of a filter as the list has them.
func listOf(t testing.TB, s http.Handler, filter string) map[string]string {
	t.Helper()
	list := map[string]string{}
	for line := range strings.Lines(ask(t, s, "/v1/events.ndjson?"+filter).wants(t, 200).body) {
		var e record.EventAnswer
		strict(t, line, &e)
		list[e.ID] = strings.TrimSpace(line)
	}
	return list
}

// TestAFollowerEndsWithWhatTheListHas compares what a stream led to with the list.
func TestAFollowerEndsWithWhatTheListHas(t *testing.T) {
	d := newDesk(t, Options{Each: 1 << 20})
	put(t, d.Store, eventOf(t, "random-leak", "leak", aLeak))
	url := serveLive(t, d.Server)
	start, rng := d.Store.Seq(), rand.New(rand.NewPCG(4, 5))
	filters := []string{"", "kind=leak", "topic=crimea", "verification=denied", "kind=statement&topic=territory", "answered=follows"}
	states := map[string]map[string]string{}
	for _, filter := range filters {
		states[filter] = listOf(t, d, filter)
	}
	for range *feedSize {
		scribble(t, rng, d.Store)
	}
	finals := map[string]map[string]string{}
	for _, filter := range filters {
		finals[filter] = listOf(t, d, filter)
	}
	put(t, d.Store, eventOf(t, "the-mark", "statement", strings.Replace(anAnswer, "2025-03-01-meeting", "random-leak", 1)))
	write(t, d.Store, store.Batch{Changes: []store.Change{{Operation: store.Erase, Type: record.TypeEvent, ID: "the-mark"}}})
	mark := d.Store.Seq() - 1
	for _, filter := range filters {
		state := states[filter]
		l := listen(t, fmt.Sprintf("%s/v1/stream?%s&since=%d", url, filter, start), "")
		for m, ok := l.read(); ok; m, ok = l.read() {
			fields := strings.Fields(m.brief())
			var at int64
			if _, err := fmt.Sscan(fields[0], &at); err != nil {
				t.Fatal(err)
			}
			if at >= mark {
				break
			}
			if fields[1] == "put" {
				state[fields[2]] = m.data[strings.Index(m.data, `"event":`)+len(`"event":`) : len(m.data)-1]
			} else {
				delete(state, fields[2])
			}
		}
		l.close()
		if diff := cmp.Diff(finals[filter], state); diff != "" {
			t.Errorf("%q: the list (-) and the stream (+):\n%.2000s", filter, diff)
		}
	}
}

// mirror is a copy of a database made from nothing but its change log.
type mirror struct {
	records map[string]string // type and id → own form
	since   string
}

// pull reads the log to its end; false where the database is another one.
func (m *mirror) pull(t testing.TB, s http.Handler, epoch string) bool {
	address := "/v1/changes?limit=50&since=" + m.since + "&epoch=" + epoch
	for {
		got := ask(t, s, address)
		if got.StatusCode == 409 || got.StatusCode == 400 && got.problem(t).Code == "snapshot_ahead" {
			return false
		}
		var page ChangePage
		strict(t, got.wants(t, 200).body, &page)
		for _, c := range page.Data {
			key := string(c.Type) + " " + c.ID
			if m.since = fmt.Sprint(c.Seq); c.Effect == "put" {
				m.records[key] = string(c.Record)
			} else {
				delete(m.records, key)
			}
		}
		if page.Links.Next == nil {
			return true
		}
		address = *page.Links.Next
	}
}

// exported is the export in the shape of a mirror.
func exported(t testing.TB, s http.Handler) map[string]string {
	t.Helper()
	list := map[string]string{}
	for line := range strings.Lines(ask(t, s, "/v1/export.ndjson").wants(t, 200).body) {
		head, own, _ := strings.Cut(strings.TrimSpace(line), `",`)
		kind := record.Type(strings.TrimPrefix(head, `{"type":"`))
		list[string(kind)+" "+decode(t, kind, "{"+own).RecordID()] = "{" + own
	}
	return list
}

func TestAMirrorOfTheChangeLogEqualsTheExportAfterRestartsAndARestore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mirrored.db")
	open := func(path string) *store.Store {
		st, err := store.Open(context.Background(), store.Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	st := open(path)
	put(t, st, world(t)...)
	put(t, st, eventOf(t, "random-leak", "leak", aLeak))
	m, epoch := &mirror{records: map[string]string{}, since: "0"}, st.Epoch()
	rng, resyncs, backup := rand.New(rand.NewPCG(6, 7)), 0, ""
	for i := range *feedSize {
		scribble(t, rng, st)
		switch {
		case i == *feedSize/3:
			backup = filepath.Join(t.TempDir(), "backup.db")
			if _, err := st.Backup(t.Context(), backup); err != nil {
				t.Fatal(err)
			}
		case i == *feedSize*2/3:
			st.Close()
			st = open(backup)
		case i%(*feedSize/10+1) == 0 && backup == "":
			st.Close()
			st = open(path)
		case rng.IntN(8) != 0:
			continue
		}
		s := New(Options{Store: st, Build: "test"})
		if !m.pull(t, s, epoch) {
			resyncs++
			m, epoch = &mirror{records: map[string]string{}, since: "0"}, st.Epoch()
			m.pull(t, s, epoch)
		}
		if diff := cmp.Diff(exported(t, s), m.records); diff != "" {
			t.Fatalf("after %d writes, export (-) and mirror (+):\n%.2000s", i+1, diff)
		}
		s.Drain()
	}
	st.Close()
	if resyncs != 1 {
		t.Errorf("%d times the mirror had to begin anew, not once", resyncs)
	}
	t.Logf("%d writes, %d records, %d resync", *feedSize, len(m.records), resyncs)
}
