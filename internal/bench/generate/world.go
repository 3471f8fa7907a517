package generate

import (
	"fmt"
	"math/rand/v2"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// How large the surroundings of the events are; they do not grow with them.
const (
	actorCount    = 3000
	sourceCount   = 300
	wordCount     = 6000
	topicRoots    = 12
	topicChildren = 5 // of each root, and of each child
)

// Days over which the events lie, and over which documents go on appearing after the last.
const (
	spanDays  = 10957
	afterDays = 110
)

// firstDay is the earliest day of the dataset.
var firstDay = edtf.MakeDay(1996, 1, 1)

// Options say which dataset is made.
type Options struct {
	Events int
	Seed   uint64
}

// World makes the records of a dataset. It is safe for use by many goroutines.
type World struct {
	Options
	Actors  []*record.Actor // the most famous first
	Sources []*record.Source
	Topics  []*record.Topic
	Words   []string // the most frequent first

	places                                                []record.Place
	leaves                                                []string // topics that events are filed under
	actorRank, sourceRank, topicRank, placeRank, wordRank zipf
}

// New makes everything that events refer to but documents, which are made one by one.
func New(o Options) *World {
	w := &World{Options: o}
	r := rand.New(rand.NewPCG(o.Seed, 1))
	w.Words = vocabulary(r, wordCount)
	w.makeActors(r)
	w.makeSources(r)
	w.makeTopics()
	w.places = makePlaces(r, w.Words)
	w.actorRank = newZipf(actorCount, 2, 1)
	w.sourceRank = newZipf(sourceCount, 4, 1)
	w.topicRank = newZipf(len(w.leaves), 5, 0.8)
	w.placeRank = newZipf(len(w.places), 8, 1)
	w.wordRank = newZipf(wordCount, 15, 1.2)
	return w
}

// Documents is how many documents there are: one for every two events.
func (w *World) Documents() int { return max(w.Events/2, 1) }

func (w *World) makeActors(r *rand.Rand) {
	states := 0
	pool := names(r, 2400)
	seen := map[string]bool{}
	for i := range actorCount {
		if i%3 == 0 && states < len(capitals) {
			c := capitals[states]
			w.Actors = append(w.Actors, &record.Actor{ID: record.Slug(c.state, 60), Kind: "state", Name: c.state, Country: c.code})
			states++
			continue
		}
		side := capitals[i*7%len(capitals)]
		if i%9 == 8 {
			w.Actors = append(w.Actors, &record.Actor{
				ID: fmt.Sprintf("body-%d", i), Kind: "organisation", Name: pool[r.IntN(len(pool))] + " Council " + fmt.Sprint(i),
			})
			continue
		}
		name := pool[r.IntN(len(pool))] + " " + pool[r.IntN(len(pool))]
		for seen[name] {
			name = pool[r.IntN(len(pool))] + " " + pool[r.IntN(len(pool))]
		}
		seen[name] = true
		w.Actors = append(w.Actors, &record.Actor{
			ID: record.Slug(name, 60), Kind: "person", Name: name, Country: side.code,
			Names: []record.Name{{Name: name + " Jr", Kind: "alias"}},
			Roles: []record.Role{{Title: "Envoy", OnBehalfOf: record.Slug(side.state, 60)}},
		})
	}
}

func (w *World) makeSources(r *rand.Rand) {
	kinds := []record.SourceKind{"wire", "newspaper", "broadcaster", "online", "official", "state_media", "social", "research"}
	for i := range sourceCount {
		name := capital(w.Words[100+i*7]) + " " + []string{"News", "Post", "Agency", "Daily", "Monitor"}[r.IntN(5)]
		s := &record.Source{
			ID: fmt.Sprintf("%s-%d", record.Slug(name, 40), i), Name: name, Kind: kinds[i%len(kinds)],
			Country: capitals[i%len(capitals)].code, Reliability: shares{{"A", 10}, {"B", 45}, {"C", 30}, {"D", 10}, {"F", 5}}.pick(r),
		}
		s.URL = "https://" + s.ID + ".example/"
		if i > 20 && i%5 == 0 {
			s.Family = w.Sources[i%20].ID
		}
		w.Sources = append(w.Sources, s)
	}
}

func (w *World) makeTopics() {
	add := func(parent string, i int) string {
		word := w.Words[i]
		t := &record.Topic{ID: fmt.Sprintf("%s-%d", word, i), Label: capital(word) + " question", Parent: parent}
		w.Topics = append(w.Topics, t)
		return t.ID
	}
	next := 1000
	for range topicRoots {
		root := add("", next)
		next++
		for range topicChildren {
			child := add(root, next)
			next++
			w.leaves = append(w.leaves, child)
			for range topicChildren {
				w.leaves = append(w.leaves, add(child, next))
				next++
			}
		}
	}
}

// random is the generator of one record: its stream depends on nothing but seed, kind and number.
func (w *World) random(kind uint64, i int) *rand.Rand {
	return rand.New(rand.NewPCG(w.Seed^kind<<56, uint64(i)))
}
