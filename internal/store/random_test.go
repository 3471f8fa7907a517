package store_test

import (
	"context"
	"flag"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/filter"
	"backchannel/internal/oracle"
	"backchannel/internal/store"
)

// size is how many filters the random tests ask, and how many edits they make before. Each parameter of the language
// has to be asked often, so that below enough the quotas are not looked at.
var size = flag.Int("backchannel.size", enough, "random `filters` to ask, after as many random edits")

const enough = 320

// random gives the random numbers of a test; BACKCHANNEL_TEST_SEED repeats a run.
func random(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if text := os.Getenv("BACKCHANNEL_TEST_SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("BACKCHANNEL_TEST_SEED: %v", err)
		}
	}
	t.Logf("BACKCHANNEL_TEST_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

func TestRandomFiltersGiveWhatMatchAndANaiveReplayGive(t *testing.T) {
	r := random(t)
	w := newWorld(t, r)
	w.edit(*size / 2)
	w.open() // what memory holds is read back as it was left
	w.edit(*size - *size/2)
	run := &run{t: t, world: w, history: w.history(), answers: map[answerKey][]answered{}, stood: map[string]int{}}
	ask := &asker{r: r, history: run.history}
	quota := newQuota()
	for i := range *size {
		q := ask.ask(quota.rarest(), i%3 == 0)
		quota.count(q, run.compare(q))
		if run.failed > 5 {
			return // enough to see what is wrong
		}
	}
	quota.check(t, *size)
}

func TestTheReplayKnowsEveryParameterOfTheLanguage(t *testing.T) {
	var language []string
	for _, p := range filter.Registry() {
		language = append(language, p.Name)
	}
	if diff := cmp.Diff(language, oracle.Parameters()); diff != "" {
		t.Errorf("package oracle has to be taught, and asker.choices to draw values (-language +replay):\n%s", diff)
	}
}

// run compares answers over one world that is no longer edited.
type run struct {
	t       *testing.T
	world   *world
	history *oracle.History
	answers map[answerKey][]answered
	stood   map[string]int // where leaks stood, each time that one was compared
	failed  int
	paged   int
}

// compare asks a filter in every way there is, and tells how many events it found.
func (run *run) compare(q url.Values) int {
	t, ctx := run.t, context.Background()
	t.Helper()
	v := run.view(q)
	f, faults := filter.Parse(q, v)
	if len(faults) > 0 {
		t.Fatalf("%s\nis refused: %+v", q.Encode(), faults)
	}
	want, err := run.history.Ask(q)
	if err != nil {
		t.Fatalf("%s\nthe replay fails: %v", q.Encode(), err)
	}
	bySQL := ids(t, v, store.EventQuery{Filter: f, Sort: store.ByDate})
	if !slices.Equal(bySQL, want) {
		run.explain(q, "SQL", bySQL, want)
	}
	var byMatch []string
	for _, a := range run.everything(v, f.AsOf) {
		if f.Match(a.answer, v) {
			byMatch = append(byMatch, a.id)
		}
	}
	slices.Sort(byMatch)
	if sorted := slices.Sorted(slices.Values(want)); !slices.Equal(byMatch, sorted) {
		run.explain(q, "Match", byMatch, sorted)
	}
	n, exact, err := v.Count(ctx, f, true)
	if err != nil || !exact || n != int64(len(bySQL)) {
		t.Errorf("%s\ncounts %d (exact %v, %v), lists %d", q.Encode(), n, exact, err, len(bySQL))
	}
	run.page(v, f, q)
	run.counts(v, f, q)
	return len(want)
}

// view is the view that a query's snapshot asks for.
func (run *run) view(q url.Values) *store.View {
	run.t.Helper()
	only := url.Values{}
	if q.Has("snapshot") {
		only.Set("snapshot", q.Get("snapshot"))
	}
	f, faults := filter.Parse(only, run.world.store.Head())
	if len(faults) > 0 {
		run.t.Fatalf("%s: %+v", only.Encode(), faults)
	}
	v, err := run.world.store.View(context.Background(), f.Snapshot)
	if err != nil {
		run.t.Fatalf("%s: %v", only.Encode(), err)
	}
	return v
}
