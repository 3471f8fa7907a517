package store

import (
	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// addPositions writes who holds the positions of an event, and on what.
func (w *writer) addPositions(a *record.EventAnswer, v *eventVersion) error {
	for i, p := range a.Positions {
		var topic int64
		if p.On.Topic != "" {
			num, err := w.num(record.TypeTopic, p.On.Topic)
			if err != nil {
				return err
			}
			topic = num
		}
		for _, actor := range compare.Holders(a, p) {
			num, err := w.num(record.TypeActor, actor)
			if err != nil {
				return err
			}
			w.rows.positions = append(w.rows.positions, eventPosition{num, v.Skey, i, topic, v.Rec, never})
		}
	}
	return nil
}
