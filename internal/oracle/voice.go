package oracle

import "time"

// leaker is the source of an event that is itself a leak.
func (s *Seen) leaker() string {
	if s.Kind != "leak" || s.Leak == nil {
		return ""
	}
	return s.Leak.Source
}

// behind gives the families that stand behind the leak itself, and those of them that speak for nobody concerned: its
// source's, or where none is told those who report it.
func (l *leak) behind(moment *time.Time) (own, heard map[string]bool) {
	own, heard = map[string]bool{}, map[string]bool{}
	note := func(v voice) {
		own[v.family] = true
		if !l.has(v.parties...) {
			heard[v.family] = true
		}
	}
	if source := l.leaker(); source != "" {
		note(l.world.sourceVoice(source))
		return own, heard
	}
	for _, c := range l.Cited {
		if c.Supports && (moment == nil || reached(c.KnownAt, *moment)) {
			note(l.world.voice(c))
		}
	}
	return own, heard
}

// voice is a source family, and for whom its sources speak.
type voice struct {
	family  string
	parties []string
}

func (w *World) sourceVoice(source string) voice {
	v := voice{family: source}
	if s := w.Sources[source]; s != nil {
		if s.Family != "" {
			v.family = s.Family
		}
		v.parties = []string{s.Party}
	}
	return v
}

// voice follows a citation's document to the one it derives from in the end. Who relays a party speaks for it, and so
// does who is relayed.
func (w *World) voice(c Cited) voice {
	document, source := c.Document, c.Source
	for range 100 {
		d := w.Documents[document]
		if d == nil {
			break
		}
		document, source = d.DerivedFrom, d.Source
	}
	v := w.sourceVoice(source)
	v.parties = append(v.parties, w.sourceVoice(c.Source).parties...)
	return v
}
