package rest

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"backchannel/internal/record"
)

// walks is how many random walks over all pages are made while others write.
var walks = flag.Int("walks", 30, "random walks over all pages while others write; the full run makes 1000")

// testSeed begins the random numbers of a test; BACKCHANNEL_TEST_SEED repeats a run.
func testSeed(t *testing.T) uint64 {
	t.Helper()
	seed := rand.Uint64()
	if given := os.Getenv("BACKCHANNEL_TEST_SEED"); given != "" {
		n, err := strconv.ParseUint(given, 10, 64)
		if err != nil {
			t.Fatalf("BACKCHANNEL_TEST_SEED is %q", given)
		}
		seed = n
	}
	t.Logf("BACKCHANNEL_TEST_SEED=%d repeats this", seed)
	return seed
}

// crowd are events that writers insert, edit, retract, restore and move in time over HTTP.
type crowd struct {
	*desk
	t   testing.TB
	rnd *rand.Rand
	n   int
}

func day(n int) string { return fmt.Sprintf("2025-%02d-%02d", 1+n/28%12, 1+n%28) }

func (c *crowd) event(id string) string {
	kinds := []string{"meeting", "call"}
	return fmt.Sprintf(`{"id":%q,"kind":%q,"title":"Event %d","date":%q,"participants":[{"actor":"anna-arlen","role":"principal"}],"citations":[{"document":"d1"}]}`,
		id, kinds[c.rnd.IntN(2)], c.rnd.IntN(100), day(c.rnd.IntN(300)))
}

// step does one thing to a random event.
func (c *crowd) step() {
	id := fmt.Sprintf("crowd-%03d", c.rnd.IntN(c.n))
	path := "/v1/events/" + id
	var got reply
	switch c.rnd.IntN(5) {
	case 0:
		got = c.send(c.t, "PUT", path, c.event(id), "If-None-Match", "*")
	case 1:
		got = c.send(c.t, "PUT", path, c.event(id), "If-Match", "*")
	case 2:
		got = c.send(c.t, "PATCH", path, fmt.Sprintf(`{"date":%q}`, day(c.rnd.IntN(300))), "If-Match", "*")
	case 3:
		got = c.send(c.t, "DELETE", path, "", "If-Match", "*")
	case 4:
		got = c.send(c.t, "POST", path+"/citations", fmt.Sprintf(`{"document":"d2","locator":"p. %d"}`, c.rnd.IntN(1e6)))
	}
	switch got.StatusCode {
	case 200, 201, 404, 410, 412:
	default:
		c.t.Errorf("%s answers %d: %s", got.Request.Method, got.StatusCode, got.body)
	}
}

// filled puts half of the crowd in place.
func filled(t testing.TB, seed uint64) *crowd {
	t.Helper()
	c := &crowd{desk: newDesk(t, Options{}), t: t, rnd: rand.New(rand.NewPCG(seed, 1)), n: 120}
	var list []record.Record
	for i := range c.n / 2 {
		r, faults := record.Decode(record.TypeEvent, []byte(c.event(fmt.Sprintf("crowd-%03d", 2*i))))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		list = append(list, r)
	}
	put(t, c.Store, list...)
	return c
}

func TestPagingNeitherSkipsNorRepeatsWhileOthersWrite(t *testing.T) {
	seed := testSeed(t)
	c := filled(t, seed)
	rnd := rand.New(rand.NewPCG(seed, 2))
	stop := make(chan struct{})
	var group sync.WaitGroup
	for i := range 2 {
		writer := &crowd{desk: c.desk, t: t, rnd: rand.New(rand.NewPCG(seed, uint64(10+i))), n: c.n}
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					writer.step()
				}
			}
		})
	}
	sorts := []string{"-date", "date", "-known", "known", "-recorded", "recorded"}
	filters := []string{"", "&kind=meeting", "&from=2025-03&to=2025-08", "&q=event", "&actor=anna-arlen&kind=-call"}
	from := c.Store.Seq()
	for n := range *walks {
		query := fmt.Sprintf("limit=%d&sort=%s%s", 1+rnd.IntN(20), sorts[rnd.IntN(len(sorts))], filters[rnd.IntN(len(filters))])
		if walk(t, c, query, rnd.IntN(2) == 0); t.Failed() {
			t.Fatalf("walk %d of %s", n, query)
		}
	}
	close(stop)
	group.Wait()
	if written := c.Store.Seq() - from; written < int64(*walks) {
		t.Errorf("only %d changes were made during %d walks", written, *walks)
	}
}

// walk follows the pages of a query, by the links or by the cursors alone, and compares them with one answer of all at
// the snapshot of the first page.
func walk(t *testing.T, d *crowd, query string, byLink bool) {
	t.Helper()
	var got []string
	snapshot := int64(-1)
	for address := "/v1/events?" + query; address != ""; {
		if d.rnd.IntN(2) == 0 { // beside the others, so that every walk meets changes
			d.step()
		}
		var page EventPage
		strict(t, ask(t, d, address).wants(t, 200).body, &page)
		if snapshot < 0 {
			snapshot = page.Meta.Snapshot
		}
		if page.Meta.Snapshot != snapshot {
			t.Fatalf("%s is of snapshot %d, the first page of %d", address, page.Meta.Snapshot, snapshot)
		}
		for _, e := range page.Data {
			got = append(got, e.ID+" "+e.Date.String()+" "+strconv.Itoa(e.Revision))
		}
		switch address = ""; {
		case page.Page.NextCursor == "":
		case byLink:
			address = *page.Links.Next
		default:
			address = "/v1/events?" + query + "&cursor=" + page.Page.NextCursor
		}
	}
	all := strings.Replace(query, query[:strings.IndexByte(query, '&')], "limit=1000", 1)
	var whole EventPage
	strict(t, ask(t, d, fmt.Sprintf("/v1/events?%s&snapshot=%d", all, snapshot)).wants(t, 200).body, &whole)
	var want []string
	for _, e := range whole.Data {
		want = append(want, e.ID+" "+e.Date.String()+" "+strconv.Itoa(e.Revision))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s at %d: %d events on pages, %d at once", query, snapshot, len(got), len(want))
	}
}

func TestAPermalinkAnswersTheSameBytesAfterEveryEdit(t *testing.T) {
	c := filled(t, testSeed(t))
	addresses := []string{"/v1/events", "/v1/events.csv?kind=meeting", "/v1/events.txt?limit=7&sort=known", "/v1/events.md?q=event&limit=9", "/v1/events/crowd-000",
		"/v1/events/crowd-000.txt", "/v1/topics", "/v1/actors.csv", "/v1/documents/d1", "/v1/events/crowd-000/revisions", "/v1/events.ndjson?from=2025-03"}
	type kept struct{ link, body, tag string }
	var links []kept
	for _, address := range addresses {
		link, _, _ := strings.Cut(strings.TrimPrefix(ask(t, c, address).wants(t, 200).Header.Get("Link"), "<"), ">")
		first := ask(t, c, link).wants(t, 200)
		links = append(links, kept{link, first.body, first.tag()})
	}
	cold := New(Options{Store: c.Store, Build: c.Build, Kept: -1})
	for range 15 {
		for range 6 {
			c.step()
		}
		c.send(t, "PATCH", "/v1/actors/anna-arlen", fmt.Sprintf(`{"name":"Anna %d"}`, c.rnd.IntN(1000)), "If-Match", "*").wants(t, 200)
		c.send(t, "PATCH", "/v1/documents/d1", fmt.Sprintf(`{"published":"2025-03-%02d"}`, 1+c.rnd.IntN(28)), "If-Match", "*").wants(t, 200)
		for _, k := range links {
			for name, s := range map[string]*Server{"a server that keeps": c.Server, "one that does not": cold} {
				if got := ask(t, s, k.link).wants(t, 200); got.body != k.body || got.tag() != k.tag {
					t.Fatalf("%s gives another answer to %s", name, k.link)
				}
			}
		}
	}
}

func TestWhatIsKeptIsNeverStaleAfterAWrite(t *testing.T) {
	c := filled(t, testSeed(t))
	cold := New(Options{Store: c.Store, Build: c.Build, Kept: -1})
	addresses := []string{"/v1/events?limit=10", "/v1/events.csv", "/v1/events/crowd-000", "/v1/events/crowd-000.txt", "/v1/actors/anna-arlen", "/v1/topics/crimea?labels=ru",
		"/v1/events?actor=anna-arlen&count=exact", "/v1/events/crowd-000/revisions"}
	for range 40 {
		c.step()
		c.send(t, "PATCH", "/v1/actors/anna-arlen", fmt.Sprintf(`{"name":"Anna %d"}`, c.rnd.IntN(1000)), "If-Match", "*").wants(t, 200)
		for _, address := range addresses {
			for range 2 { // the second is the kept one
				kept, fresh := ask(t, c, address), ask(t, cold, address)
				kept.body, fresh.body = withoutID(kept.body), withoutID(fresh.body)
				if kept.StatusCode != fresh.StatusCode || kept.body != fresh.body || kept.tag() != fresh.tag() {
					t.Fatalf("%s: %d %s instead of %d %s", address, kept.StatusCode, kept.body, fresh.StatusCode, fresh.body)
				}
			}
		}
	}
}

// withoutID takes the request's own id out of a problem.
func withoutID(body string) string {
	var p map[string]any
	if !strings.Contains(body, `"request_id"`) || json.Unmarshal([]byte(body), &p) != nil {
		return body
	}
	delete(p, "request_id")
	out, _ := json.Marshal(p)
	return string(out)
}

func TestOfTwoWhoSawTheSameOneIsRefused(t *testing.T) {
	d := newDesk(t, Options{})
	var group sync.WaitGroup
	statuses := make(chan int, 20)
	for i := range 20 {
		group.Go(func() {
			statuses <- d.send(t, "PATCH", "/v1/topics/crimea", fmt.Sprintf(`{"label":"Name %d"}`, i), "If-Match", "1").StatusCode
		})
	}
	group.Wait()
	close(statuses)
	count := map[int]int{}
	for status := range statuses {
		count[status]++
	}
	if count[200] != 1 || count[412] != 19 {
		t.Errorf("answered %v", count)
	}
}

func TestCitationsAddedAtOnceAreAllThereOrRefused(t *testing.T) {
	d := newDesk(t, Options{})
	var group sync.WaitGroup
	statuses := make(chan int, 8)
	for i := range 8 {
		group.Go(func() {
			statuses <- d.send(t, "POST", meetingPath+"/citations", fmt.Sprintf(`{"document":"d2","locator":"p. %d"}`, i)).StatusCode
		})
	}
	group.Wait()
	close(statuses)
	added := 0
	for status := range statuses {
		if status == 201 {
			added++
		} else if status != 412 {
			t.Errorf("one is answered %d", status)
		}
	}
	if list := ask(t, d, meetingPath).dataOf(t)["citations"].([]any); len(list) != 1+added || added < 3 {
		t.Errorf("%d citations stand, %d were added", len(list), added)
	}
}
