package main

import (
	"strings"
	"testing"
)

func TestAShortRunMissesNothingAndTellsHowLongItTook(t *testing.T) {
	p := plan{subscribers: 20, seconds: 2, writes: 20, leaving: 0.5, events: 5, asleep: true}
	f, err := measure(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if f.missed != 0 || f.twice != 0 || f.different != 0 || f.received != p.subscribers*p.seconds*p.writes || f.breaks == 0 {
		t.Errorf("%+v", *f)
	}
	var out strings.Builder
	f.print(&out)
	for _, want := range []string{"20 subscribers", "missed 0", "p99", "never reads"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not told:\n%s", want, out.String())
		}
	}
}

func TestOnlyBoundedRunsAreMade(t *testing.T) {
	good := plan{subscribers: 1, seconds: 1, writes: 1, events: 1}
	if err := good.check(); err != nil {
		t.Error(err)
	}
	for flag, change := range map[string]func(*plan){
		"-subscribers": func(p *plan) { p.subscribers = mostSubscribers + 1 }, "-seconds": func(p *plan) { p.seconds = 0 },
		"-writes": func(p *plan) { p.writes = 0 }, "-leaving": func(p *plan) { p.leaving = 2 }, "-events": func(p *plan) { p.events = 0 },
	} {
		p := good
		change(&p)
		if err := p.check(); err == nil || !strings.Contains(err.Error(), flag) {
			t.Errorf("%s out of bounds gives %v", flag, err)
		}
	}
}
