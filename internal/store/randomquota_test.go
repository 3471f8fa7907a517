package store_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"backchannel/internal/filter"
)

// quota counts what was asked.
type quota struct {
	asked, found, timed int
	fields              map[string]int
	traits              map[string]int
}

func newQuota() *quota { return &quota{fields: map[string]int{}, traits: map[string]int{}} }

// rarest is the parameter that was asked the fewest times.
func (u *quota) rarest() string {
	return slices.MinFunc(filter.Registry(), func(a, b filter.Parameter) int { return u.fields[a.Name] - u.fields[b.Name] }).Name
}

func (u *quota) count(q url.Values, found int) {
	u.asked++
	if found > 0 {
		u.found++
	}
	if q.Has("as_of") || q.Has("snapshot") {
		u.timed++
	}
	for name, given := range q {
		u.fields[name]++
		for trait, has := range map[string]bool{
			"repeat": len(given) > 1, "comma": strings.Contains(given[0], ","), "minus": given[0][0] == '-' || strings.Contains(given[0], " -"),
			"quotes": strings.ContainsAny(given[0], `"“`), "prefix": name == "q" && strings.Contains(given[0], "*"),
		} {
			if has {
				u.traits[trait]++
			}
		}
	}
	for trait, has := range map[string]bool{
		"role of actor": q.Has("role") && q.Has("actor"), "role of representing": q.Has("role") && q.Has("representing") && !q.Has("actor"),
		"grade of source or document": (q.Has("source") || q.Has("document")) && (q.Has("grade") || q.Has("min_grade")),
		"relation of links_to":        q.Has("relation") && q.Has("links_to"),
		"certain in a range":          q.Get("match") == "certain" && (q.Has("from") || q.Has("to") || q.Has("on")),
	} {
		if has {
			u.traits[trait]++
		}
	}
}

func (u *quota) check(t *testing.T, asked int) {
	t.Logf("%d filters, %d%% non-empty, %d%% with as_of or snapshot", u.asked, 100*u.found/u.asked, 100*u.timed/u.asked)
	t.Logf("parameters: %v", u.fields)
	t.Logf("traits: %v", u.traits)
	if asked < enough {
		return
	}
	if u.found*10 < u.asked*6 {
		t.Errorf("%d of %d filters found something, fewer than 60%%", u.found, u.asked)
	}
	if u.timed*3 < u.asked {
		t.Errorf("%d of %d filters have as_of or snapshot, fewer than a third", u.timed, u.asked)
	}
	for _, f := range filter.Registry() {
		if u.fields[f.Name] < 20 {
			t.Errorf("%s was asked %d times, not 20", f.Name, u.fields[f.Name])
		}
	}
	for _, trait := range []string{
		"repeat", "comma", "minus", "quotes", "prefix", "role of actor", "role of representing", "grade of source or document", "relation of links_to", "certain in a range",
	} {
		if u.traits[trait] < 3 {
			t.Errorf("%s occurred %d times, not 3", trait, u.traits[trait])
		}
	}
}
