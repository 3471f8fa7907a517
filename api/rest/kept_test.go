package rest

import (
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
)

func TestAnAnswerTheClientHasIsNotSentAgain(t *testing.T) {
	for _, kept := range []int{0, -1} {
		s := New(Options{Store: seededServer(t).Store, Build: "test", Kept: kept})
		for _, address := range []string{"/v1/events", "/v1/events.csv?kind=leak", "/v1/events/2025-04-25-putin-witkoff-moscow", "/v1/actors?q=putin",
			"/v1/topics/crimea", "/v1/vocabularies", "/v1/actors/steve-witkoff/revisions", "/v1/actors/steve-witkoff/revisions/1", "/openapi.json"} {
			tag := ask(t, s, address).wants(t, 200).Header.Get("Etag")
			for _, match := range []string{tag, "W/" + tag, `"other", ` + tag, "*", strings.TrimSuffix(tag, `"`) + `-gzip"`} {
				for _, method := range []string{"GET", "HEAD"} {
					got := ask(t, s, address, "METHOD", method, "If-None-Match", match).wants(t, 304)
					if got.body != "" || got.Header.Get("Etag") != tag {
						t.Errorf("%s %s: %q, tag %s", method, address, got.body, got.Header.Get("Etag"))
					}
				}
			}
			ask(t, s, address, "If-None-Match", `"other"`).wants(t, 200)
		}
	}
}

func TestATagNeverStandsForAnotherAnswer(t *testing.T) {
	s := seededServer(t)
	seen := map[string]string{}
	for _, request := range [][]string{
		{"/v1/events"}, {"/v1/events?limit=3"}, {"/v1/events?labels=ru"}, {"/v1/events", "Accept-Language", "ru"}, {"/v1/events.txt"},
		{"/v1/events?kind=leak"}, {"/v1/events?as_of=2025-04-22"}, {"/v1/events?snapshot=580"}, {"/v1/events?sort=date"},
		{"/v1/events?fields=id"}, {"/v1/events.csv?bom=1"}, {"/v1/events.csv?safe=0"}, {"/v1/events.csv?proof=1"}, {"/v1/actors"},
		{"/v1/events", "Accept-Encoding", "gzip"},
	} {
		tag := ask(t, s, request[0], request[1:]...).wants(t, 200).Header.Get("Etag")
		if other, ok := seen[tag]; ok {
			t.Errorf("%v has the tag of %s", request, other)
		}
		seen[tag] = fmt.Sprint(request)
	}
}

func TestATagHasTheEpochTheBuildTheRevisionAndTheChange(t *testing.T) {
	s := ownServer(t, Options{Build: "b1"}, topic("crimea", "Crimea"))
	put(t, s.Store, topic("crimea", "The Crimea"))
	tag := ask(t, s, "/v1/topics/crimea").wants(t, 200).Header.Get("Etag")
	if want := `"` + s.Store.Epoch() + ".b1.2.2.json-"; !strings.HasPrefix(tag, want) {
		t.Errorf("%s does not begin with %s", tag, want)
	}
}

func TestAChangeIsSeenAtOnce(t *testing.T) {
	s := ownServer(t, Options{}, topic("crimea", "Crimea"))
	first := ask(t, s, "/v1/topics/crimea").wants(t, 200)
	put(t, s.Store, topic("crimea", "The Crimea"))
	second := ask(t, s, "/v1/topics/crimea", "If-None-Match", first.Header.Get("Etag")).wants(t, 200)
	if !strings.Contains(second.body, "The Crimea") {
		t.Errorf("got %s", second.body)
	}
	pinned := ask(t, s, "/v1/topics/crimea?snapshot=1").wants(t, 200)
	if strings.Contains(pinned.body, "The Crimea") || pinned.Header.Get("Cache-Control") != "public, max-age=86400" {
		t.Errorf("%s: %s", pinned.Header.Get("Cache-Control"), pinned.body)
	}
	if got := second.Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("an answer of today has %s", got)
	}
	if got := ask(t, s, "/v1/topics/crimea?snapshot=2100-01-01").wants(t, 200).Header.Get("Cache-Control"); got != "no-cache" {
		t.Errorf("a time to come is pinned: %s", got)
	}
}

func TestAPermalinkGivesTheSameForEver(t *testing.T) {
	s := ownServer(t, Options{}, topic("crimea", "Crimea"), topic("nato", "NATO"))
	for _, address := range []string{"/v1/topics", "/v1/topics.csv", "/v1/topics.txt?q=crimea&limit=1", "/v1/topics/crimea.md"} {
		link := func(r reply) string {
			link, _, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Link"), "<"), ">")
			return link
		}
		permalink := link(ask(t, s, address).wants(t, 200))
		first := ask(t, s, permalink).wants(t, 200)
		put(t, s.Store, topic("crimea", "Crimea as of "+address))
		second := ask(t, s, permalink).wants(t, 200)
		if first.body != second.body || first.Header.Get("Etag") != second.Header.Get("Etag") || link(second) != permalink {
			t.Errorf("%s gave\n%s\nand then\n%s", permalink, first.body, second.body)
		}
		if !strings.Contains(permalink, "snapshot=") || !strings.Contains(permalink, "epoch="+s.Store.Epoch()) {
			t.Errorf("a permalink without snapshot or epoch: %s", permalink)
		}
	}
}

func TestPagesStayWhereTheyWereWhileOthersEdit(t *testing.T) {
	s := ownServer(t, Options{}, topic("a-a", "A"), topic("b-b", "B"), topic("c-c", "C"))
	var page TopicPage
	strict(t, ask(t, s, "/v1/topics?limit=1").wants(t, 200).body, &page)
	put(t, s.Store, topic("aa-new", "New"))
	for _, address := range []string{*page.Links.Next, "/v1/topics?limit=1&cursor=" + page.Page.NextCursor} {
		var next TopicPage
		strict(t, ask(t, s, address).wants(t, 200).body, &next)
		if len(next.Data) != 1 || next.Data[0].ID != "b-b" || *next.Meta.Total != 3 {
			t.Errorf("%s gave %+v of %d", address, next.Data, *next.Meta.Total)
		}
	}
	ask(t, s, "/v1/topics?limit=1&q=b&cursor="+page.Page.NextCursor).wants(t, 400)
	ask(t, ownServer(t, Options{}, topic("a-a", "A"), topic("b-b", "B")), "/v1/topics?limit=1&cursor="+page.Page.NextCursor).wants(t, 400)
}

func TestLargeAnswersAreCompressedForThoseWhoTakeIt(t *testing.T) {
	s := seededServer(t)
	plain := ask(t, s, "/v1/events").wants(t, 200)
	if plain.Header.Get("Content-Encoding") != "" || !strings.Contains(plain.Header.Get("Vary"), "Accept-Encoding") {
		t.Errorf("headers %v", plain.Header)
	}
	for encoding, zipped := range map[string]bool{"gzip": true, "br, gzip;q=0.5": true, "*": true, "x-gzip": true, "gzip;q=0": false, "identity": false, "*;q=0": false, "br": false} {
		got := ask(t, s, "/v1/events", "Accept-Encoding", encoding).wants(t, 200)
		if (got.Header.Get("Content-Encoding") == "gzip") != zipped {
			t.Errorf("%s: %q", encoding, got.Header.Get("Content-Encoding"))
		}
		if !zipped {
			continue
		}
		if fmt.Sprint(len(got.body)) != got.Header.Get("Content-Length") || len(got.body) > len(plain.body)/2 || got.Header.Get("Etag") == plain.Header.Get("Etag") {
			t.Errorf("%d bytes of %d, tag %s", len(got.body), len(plain.body), got.Header.Get("Etag"))
		}
		r, err := gzip.NewReader(strings.NewReader(got.body))
		if err != nil {
			t.Fatal(err)
		}
		if body, err := io.ReadAll(r); err != nil || string(body) != plain.body {
			t.Errorf("it does not unpack to the answer: %v", err)
		}
	}
	if got := ask(t, s, "/v1/topics/crimea?fields=id", "Accept-Encoding", "gzip"); got.Header.Get("Content-Encoding") != "" {
		t.Errorf("%d bytes were compressed", len(got.body))
	}
}

func TestTheSameQueryInOtherWordsIsKeptOnce(t *testing.T) {
	s := New(Options{Store: seededServer(t).Store})
	for _, address := range []string{"/v1/events?actor=Witkof&kind=meeting", "/v1/events?kind=meeting&actor=steve-witkoff", "/v1/events?kind=meeting&actor=%D0%A3%D0%B8%D1%82%D0%BA%D0%BE%D1%84%D1%84&utm_source=x"} {
		ask(t, s, address).wants(t, 200)
	}
	if n, asked := s.cache.answers.order.Len(), len(s.cache.asked); n != 1 || asked != 3 {
		t.Errorf("%d answers for %d requests", n, asked)
	}
}

func TestWhatIsKeptIsBounded(t *testing.T) {
	s := New(Options{Store: seededServer(t).Store, Kept: 300 << 10})
	for i := range 200 {
		ask(t, s, fmt.Sprintf("/v1/events?limit=%d&fields=id,title", i%50+1), "Accept-Language", fmt.Sprintf("x%c,en", 'a'+i%26)).wants(t, 200)
	}
	held := 0
	for e := s.cache.answers.order.Front(); e != nil; e = e.Next() {
		held += e.Value.(*lruItem[string, *keptAnswer]).cost
	}
	if held != s.cache.answers.cost || held > 300<<10 {
		t.Errorf("%d bytes are held, %d by the books", held, s.cache.answers.cost)
	}
	asked := 0
	for e := s.cache.answers.order.Front(); e != nil; e = e.Next() {
		asked += len(e.Value.(*lruItem[string, *keptAnswer]).value.asked)
	}
	if asked != len(s.cache.asked) {
		t.Errorf("%d requests are remembered, %d of them for answers that are kept", len(s.cache.asked), asked)
	}
}

func TestLRUDropsTheOneLongestUnused(t *testing.T) {
	var dropped []string
	l := newLRU(3, func(k string, _ int) { dropped = append(dropped, k) })
	for i, k := range []string{"a", "b", "c"} {
		l.put(k, i, 1)
	}
	l.get("a")
	l.put("d", 3, 1)
	l.put("a", 9, 1)
	l.put("huge", 4, 4)
	l.add("d", 1)
	if _, ok := l.get("b"); ok || fmt.Sprint(dropped) != "[b a c]" || l.cost != 3 {
		t.Errorf("dropped %v, cost %d", dropped, l.cost)
	}
	if v, _ := l.get("a"); v != 9 {
		t.Errorf("a is %d", v)
	}
}

func TestAnswersPutTogetherAtOnceDoNotMix(t *testing.T) {
	addresses := []string{"/v1/events?limit=5", "/v1/events.csv?kind=leak", "/v1/topics.md", "/v1/actors?limit=3", "/v1/events.txt?limit=2", "/v1/vocabularies.csv"}
	want := map[string]string{}
	for _, address := range addresses {
		want[address] = ask(t, seededServer(t), address).wants(t, 200).body
	}
	for _, kept := range []int{-1, 200 << 10} {
		s := New(Options{Store: seededServer(t).Store, Build: "test", Kept: kept})
		var group sync.WaitGroup
		for i := range 8 {
			group.Go(func() {
				for n := range 30 {
					address := addresses[(i+n)%len(addresses)]
					if got := ask(t, s, address); got.body != want[address] {
						t.Errorf("%s differs", address)
					}
				}
			})
		}
		group.Wait()
	}
}
