package rest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

func TestAWriteGivesItsTurnBackHoweverItEnds(t *testing.T) {
	d := newDesk(t, Options{})
	topic := func(id string) string { return fmt.Sprintf(`{"id":%q,"label":"A topic"}`, id) }
	var wait sync.WaitGroup
	for i := range 4 * (cap(d.turns) + 1) {
		wait.Go(func() {
			id := fmt.Sprintf("topic-%d", i)
			d.send(t, "POST", "/v1/topics", topic(id)).wants(t, 201)
			d.send(t, "POST", "/v1/topics", topic(id)).wants(t, 409)
			d.send(t, "POST", "/v1/topics?dry_run=1", topic(id+"-tried")).wants(t, 200)
			d.send(t, "POST", "/v1/topics", `{"id":"x","label":`).wants(t, 400)
			d.send(t, "PUT", "/v1/topics/"+id, topic(id), "If-Match", `"9"`).wants(t, 412)
			d.send(t, "PATCH", "/v1/topics/"+id, `{"label":"Another"}`, "If-Match", `"1"`).wants(t, 200)
			d.send(t, "DELETE", "/v1/topics/"+id, "", "If-Match", `"2"`).wants(t, 200)
		})
	}
	wait.Wait()
	if n := len(d.turns); n != 0 {
		t.Errorf("%d turns were not given back", n)
	}
}

func TestWhoSendsSlowlyHoldsNobodyUp(t *testing.T) {
	d := newDesk(t, Options{})
	server := httptest.NewServer(d)
	defer server.Close()
	var slow []*io.PipeWriter
	for range cap(d.turns) + 2 {
		body, half := io.Pipe()
		slow = append(slow, half)
		r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/v1/topics", body)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+d.keys[editors])
		r.Header.Set("Content-Type", mediaJSON)
		go func() {
			if answer, err := http.DefaultClient.Do(r); err == nil {
				answer.Body.Close()
			}
		}()
		if _, err := io.Copy(half, strings.NewReader(`{"id":"slow","label":`)); err != nil {
			t.Fatal(err)
		}
	}
	d.send(t, "POST", "/v1/topics", `{"id":"quick","label":"Quick"}`).wants(t, 201)
	for _, half := range slow {
		half.CloseWithError(io.ErrUnexpectedEOF)
	}
}
