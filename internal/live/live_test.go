package live_test

import (
	"net/http/httptest"
	"testing"
	"time"

	"backchannel/internal/live"
)

func TestAWakeUpReachesEveryWaiterAndAnOldNumberNone(t *testing.T) {
	hub := live.NewHub(3)
	_, first := hub.Wait()
	_, second := hub.Wait()
	hub.Wake(3)
	select {
	case <-first:
		t.Fatal("woken by a number that is not newer")
	default:
	}
	hub.Wake(5)
	<-first
	<-second
	if seq, _ := hub.Wait(); seq != 5 {
		t.Errorf("the newest is %d, want 5", seq)
	}
	hub.Stop()
	hub.Stop()
	<-hub.Stopped()
}

func TestABudgetHoldsInTotalAndForEachAddress(t *testing.T) {
	b := live.NewBudget(3, 2)
	for i, step := range []struct {
		address string
		want    bool
	}{{"a", true}, {"a", true}, {"a", false}, {"b", true}, {"c", false}} {
		if got := b.Take(step.address); got != step.want {
			t.Errorf("take %d gives %v", i, got)
		}
	}
	b.Give("a")
	if !b.Take("c") || b.Open() != 3 {
		t.Error("what was given back cannot be taken")
	}
}

func TestEventsAreWrittenAsTheStandardHasThem(t *testing.T) {
	to := httptest.NewRecorder()
	w := live.NewWriter(to, time.Second)
	w.Retry(2 * time.Second)
	w.Event("e:1", "put", []byte(`{"id":"x"}`))
	w.Event("", "bye", []byte(`{}`))
	w.At("e:2")
	w.Comment("still here")
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	want := "retry: 2000\n\nid: e:1\nevent: put\ndata: {\"id\":\"x\"}\n\nevent: bye\ndata: {}\n\nid: e:2\n\n: still here\n\n"
	if got := to.Body.String(); got != want {
		t.Errorf("written %q\nwant %q", got, want)
	}
}
