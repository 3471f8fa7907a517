package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// command runs a command beside whatever runs, and gives what it prints.
func command(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	err := execute(t.Context(), args, nil, &out, io.Discard)
	return out.String(), err
}

// enter sends a topic to the server with a key, and gives the status.
func enter(t *testing.T, base, key, id string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodPut, base+"/v1/topics/"+id, strings.NewReader(`{"label":"Topic `+id+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+key)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

func TestTheFirstStartWritesAnAdminKeyBesideTheDatabase(t *testing.T) {
	database := filepath.Join(t.TempDir(), "b.db")
	p := start(t, "--seed=none", "--database="+database)
	if !strings.Contains(p.greeting, database+".key") || strings.Contains(p.greeting, "bck_") {
		t.Errorf("the greeting says %s", p.greeting)
	}
	info, err := os.Stat(database + ".key")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("the file: %v %v", info, err)
	}
	secret, err := os.ReadFile(database + ".key")
	if err != nil {
		t.Fatal(err)
	}
	key := strings.TrimSpace(string(secret))
	if got := enter(t, p.base, key, "by-admin"); got != 201 {
		t.Errorf("the key is answered %d", got)
	}
	if strings.Contains(p.log.String(), key) {
		t.Error("the key is in the log")
	}
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	again := start(t, "--seed=none", "--database="+database, "--admin-key=bck_outside_"+strings.Repeat("x", 32))
	if strings.Contains(again.greeting, "dmin key") || !strings.Contains(again.log.String(), "BACKCHANNEL_ADMIN_KEY is passed over") {
		t.Errorf("a second start says %s and logs %s", again.greeting, again.log)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(database), ".key-*")); err != nil || len(left) > 0 {
		t.Errorf("left over: %v %v", left, err)
	}
}

func TestTheFirstAdminKeyMayBeGiven(t *testing.T) {
	database := filepath.Join(t.TempDir(), "b.db")
	key := "bck_outside_" + strings.Repeat("0123456789abcdef", 2)
	p := start(t, "--seed=none", "--database="+database, "--admin-key="+key)
	if strings.Contains(p.greeting+p.log.String(), key) || !strings.Contains(p.greeting, "BACKCHANNEL_ADMIN_KEY") {
		t.Errorf("it says %s %s", p.greeting, p.log)
	}
	if _, err := os.Stat(database + ".key"); !os.IsNotExist(err) {
		t.Errorf("there is a file: %v", err)
	}
	if got := enter(t, p.base, key, "by-admin"); got != 201 {
		t.Errorf("the key is answered %d", got)
	}
	err := execute(t.Context(), []string{"--admin-key=bck_secret-but-short"}, nil, io.Discard, io.Discard)
	if err == nil || strings.Contains(err.Error(), "secret-but-short") {
		t.Errorf("a key that is none: %v", err)
	}
}

func TestKeysAreMadeListedAndRevokedBesideARunningServer(t *testing.T) {
	database := "--database=" + filepath.Join(t.TempDir(), "b.db")
	p := start(t, "--seed=none", database)
	secret, err := command(t, "key", "create", "--name=Desk Europe", "--role=editor", "--expires=2099-12-31", database)
	secret = strings.TrimSpace(secret)
	if err != nil || !strings.HasPrefix(secret, "bck_") || strings.ContainsAny(secret, " \n") {
		t.Fatalf("%q %v", secret, err)
	}
	if got := enter(t, p.base, secret, "by-editor"); got != 201 {
		t.Errorf("the server answers %d", got)
	}
	if body := get(t, p.base+"/v1/topics/by-editor/revisions"); !strings.Contains(body, `"recorded_by":"Desk Europe"`) {
		t.Errorf("the history says %s", body)
	}
	list, err := command(t, "key", "list", database)
	if err != nil || !strings.Contains(list, "Desk Europe") || !strings.Contains(list, "2100-01-01T00:00Z") || strings.Contains(list, secret) {
		t.Errorf("%s %v", list, err)
	}
	id := strings.Split(secret, "_")[1]
	if said, err := command(t, "key", "revoke", id, database); err != nil || !strings.Contains(said, "revoked") {
		t.Errorf("%s %v", said, err)
	}
	if got := enter(t, p.base, secret, "too-late"); got != 401 {
		t.Errorf("a revoked key is answered %d", got)
	}
}

func TestKeyCommandsSayWhatIsWrong(t *testing.T) {
	there := "--database=" + filepath.Join(t.TempDir(), "b.db")
	start(t, "--seed=none", there)
	nowhere := filepath.Join(t.TempDir(), "nowhere.db")
	for name, test := range map[string]struct {
		args []string
		says string
	}{
		"no name":         {[]string{"key", "create", "--role=editor", there}, "--name"},
		"an empty name":   {[]string{"key", "create", "--name=", "--role=editor", there}, "1 to 100 characters"},
		"another role":    {[]string{"key", "create", "--name=x", "--role=owner", there}, "One of reader, editor, admin"},
		"a past day":      {[]string{"key", "create", "--name=x", "--role=editor", "--expires=2020-01-01", there}, "is past"},
		"no day":          {[]string{"key", "create", "--name=x", "--role=editor", "--expires=soon", there}, "neither a day"},
		"no such key":     {[]string{"key", "revoke", "abcd", there}, "key list"},
		"no database":     {[]string{"key", "list", "--database=" + nowhere}, "there is no database"},
		"no backup of it": {[]string{"backup", "x.db", "--database=" + nowhere}, "there is no database"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := command(t, test.args...); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("it says %v", err)
			}
		})
	}
	if _, err := os.Stat(nowhere); !os.IsNotExist(err) {
		t.Error("a database was made")
	}
}

func TestABackupIsTakenBesideARunningServerAndServes(t *testing.T) {
	folder := t.TempDir()
	database := "--database=" + filepath.Join(folder, "b.db")
	p := start(t, database)
	copied := filepath.Join(folder, "copy.db")
	said, err := command(t, "backup", copied, database)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"seq\t", "changes\t", "digest\tsha256:", "epoch\t", "bytes\t", copied} {
		if !strings.Contains(said, word) {
			t.Errorf("it does not say %q: %s", word, said)
		}
	}
	if _, err := command(t, "backup", copied, database); err == nil || !strings.Contains(err.Error(), "exists") {
		t.Errorf("over a file that is there: %v", err)
	}
	restored := start(t, "--database="+copied)
	if a, b := get(t, p.base+"/v1/events.csv"), get(t, restored.base+"/v1/events.csv"); a != b {
		t.Error("the backup serves something else")
	}
	if a, b := get(t, p.base+"/healthz"), get(t, restored.base+"/healthz"); a == b {
		t.Error("the backup has the epoch of what it was taken from")
	}
}

func TestHealthAsksTheRunningServer(t *testing.T) {
	p := start(t, "--seed=none", "--database="+filepath.Join(t.TempDir(), "b.db"))
	addr := "--addr=" + strings.Replace(strings.TrimPrefix(p.base, "http://"), "localhost", "127.0.0.1", 1)
	if said, err := command(t, "health", addr); err != nil || said != "ok\n" {
		t.Errorf("%q %v", said, err)
	}
	if err := p.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := command(t, "health", addr); err == nil || !strings.Contains(err.Error(), "no answer") {
		t.Errorf("a server that has stopped: %v", err)
	}
	for addr, want := range map[string]string{":8080": "127.0.0.1:8080", "0.0.0.0:1": "127.0.0.1:1", "[::]:2": "[::1]:2", "example.org:3": "example.org:3", "nonsense": ""} {
		if got, _ := dialable(addr); got != want {
			t.Errorf("%s is reached at %s", addr, got)
		}
	}
}

func TestReadsMayNeedAKey(t *testing.T) {
	database := "--database=" + filepath.Join(t.TempDir(), "b.db")
	p := start(t, "--read=key", "--seed=none", database)
	if resp, err := http.Get(p.base + "/v1/events"); err != nil || resp.StatusCode != 401 {
		t.Errorf("without a key: %v %v", resp, err)
	}
	get(t, p.base+"/healthz")
	secret, err := command(t, "key", "create", "--name=r", "--role=reader", database)
	if err != nil {
		t.Fatal(err)
	}
	r, _ := http.NewRequest(http.MethodGet, p.base+"/v1/events", nil)
	r.Header.Set("Authorization", "Bearer "+strings.TrimSpace(secret))
	if resp, err := http.DefaultClient.Do(r); err != nil || resp.StatusCode != 200 {
		t.Errorf("with a key: %v %v", resp, err)
	}
}
