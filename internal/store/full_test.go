package store_test

import (
	"fmt"
	"testing"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

func TestAFullDiskRefusesWritesAndServesReadsUntilThereIsRoom(t *testing.T) {
	s := islands(t)
	write(t, s, put(meeting("m0", "2025-03-01")))
	s.Crowd(t, 12)
	taken, refused := 0, 0
	for i := 1; i <= 400 && refused < 5; i++ {
		m := meeting(fmt.Sprintf("m%d", i), "2025-03-02")
		m.Summary = fmt.Sprintf("%0900d", i)
		topic := &record.Topic{ID: fmt.Sprintf("topic-%d", i), Label: "T"}
		_, err := s.Write(background, store.Batch{Changes: []store.Change{put(m), put(topic)}})
		switch {
		case err == nil && refused > 0:
			t.Fatalf("write %d was taken after the disk was full", i)
		case err == nil:
			taken++
		case !store.Full(err):
			t.Fatalf("write %d: %v", i, err)
		default:
			refused++
			if got := len(ids(t, s.Head(), store.EventQuery{Filter: parse(t, "actor=anna-arlen", s.Head())})); got != taken+1 {
				t.Fatalf("while the disk is full %d events are read, %d were taken", got, taken+1)
			}
			if s.Head().Label(record.TypeTopic, topic.ID) != "" {
				t.Fatalf("the refused topic %s is in memory", topic.ID)
			}
		}
	}
	if refused == 0 || taken == 0 {
		t.Fatalf("%d taken, %d refused", taken, refused)
	}
	head := s.Seq()
	s.Crowd(t, 0)
	receipt := write(t, s, put(meeting("again", "2025-03-03")))
	if receipt.Seq != head+1 {
		t.Errorf("with room again the next change is %d, not %d", receipt.Seq, head+1)
	}
	if reopened := reopen(t, s); reopened.Seq() != receipt.Seq || find(t, reopened.Head(), "id=again") != "again" {
		t.Error("a restart finds something else")
	}
}

func TestTheWritersConnectionSyncsEveryCommit(t *testing.T) {
	s := islands(t)
	write(t, s, put(meeting("m0", "2025-03-01")))
	if mode := s.Synchronous(t); mode != 2 {
		t.Errorf("synchronous is %d on the writer's connection, not 2 (FULL)", mode)
	}
}
