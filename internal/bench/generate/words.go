package generate

import (
	"math/rand/v2"
	"strings"
)

// plainWords are the most frequent words of every text, the first of them by far.
const plainWords = `talks envoy ceasefire territory delegation ministry proposal sanctions readout security guarantees summit
negotiators prisoners exchange border draft officials statement meeting withdrawal recognition corridor grain reactor monitors
mandate assets treaty clause protocol troops airspace harbour pipeline embargo aid relief amnesty referendum truce exiles
mediation observers framework timetable verification compliance reconstruction loan tariff tribunal neutrality demarcation
patrol convoy checkpoint inspection accession veto resolution quota waiver escort blockade airlift detainees annex preamble`

// syllables give words and names their shape. Names end as no word does, so that neither finds the other.
var (
	onsets  = strings.Fields("b br ch d dr f g gl h j k kr l m n p pl r s sh sk st t tr v vl z zh")
	vowels  = strings.Fields("a e i o u ai ei ou")
	codas   = strings.Fields("l m n r s t nd rk sh st")
	endings = strings.Fields("enko ovic berg sson idze adze escu yan ullah mann ieri oglu")
)

func syllable(r *rand.Rand) string {
	return onsets[r.IntN(len(onsets))] + vowels[r.IntN(len(vowels))]
}

// vocabulary makes n different words, the plain ones first.
func vocabulary(r *rand.Rand, n int) []string {
	words := strings.Fields(plainWords)
	seen := map[string]bool{}
	for _, word := range words {
		seen[word] = true
	}
	for len(words) < n {
		word := syllable(r) + syllable(r) + codas[r.IntN(len(codas))]
		if !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words[:n]
}

// names makes n different words that can be part of a name.
func names(r *rand.Rand, n int) []string {
	var list []string
	seen := map[string]bool{}
	for len(list) < n {
		name := capital(syllable(r) + codas[r.IntN(len(codas))] + endings[r.IntN(len(endings))])
		if !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return list
}

func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }

// sentence writes n words that begin with a capital and end without a stop.
func (w *World) sentence(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		word := w.Words[w.wordRank.pick(r)]
		if i == 0 {
			word = capital(word)
		} else {
			b.WriteByte(' ')
		}
		b.WriteString(word)
	}
	return b.String()
}
