package rest

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// parseWrite reads a curl line that may write: the method, the headers and the data, beside what parseCurl knows.
func parseWrite(line string) (c curlLine, body string, err error) {
	words, err := shellWords(line)
	if err != nil || len(words) == 0 || words[0] != "curl" {
		return c, "", fmt.Errorf("no curl line: %s (%v)", line, err)
	}
	c.headers = map[string][]string{}
	for i := 1; i < len(words); i++ {
		switch word := words[i]; word {
		case "-X", "-H", "-d", "--data":
			if i++; i == len(words) {
				return c, "", fmt.Errorf("%s has no value", word)
			}
			switch word {
			case "-X":
				c.method = words[i]
			case "-H":
				name, value, _ := strings.Cut(words[i], ":")
				c.headers.Set(name, strings.TrimSpace(value))
			default:
				body = words[i]
			}
		case "-sS", "-fsS":
		default:
			if strings.HasPrefix(word, "-") {
				return c, "", fmt.Errorf("an option this test does not know: %s", word)
			}
			c.address = strings.TrimPrefix(word, "http://")
		}
	}
	switch {
	case c.method == "" && body != "":
		c.method = "POST"
	case c.method == "":
		c.method = "GET"
	}
	return c, body, nil
}

// runWrite sends what a curl line asks for; $KEY is the key.
func (d *desk) runWrite(t *testing.T, line, key string) reply {
	t.Helper()
	c, body, err := parseWrite(strings.ReplaceAll(line, "$KEY", key))
	if err != nil {
		t.Fatal(err)
	}
	host, path, _ := strings.Cut(c.address, "/")
	if !strings.HasPrefix(host, "localhost:8080") {
		t.Fatalf("%s goes to %s", line, host)
	}
	path = "/" + path
	if strings.HasSuffix(path, "/keys/1f6d0c5e") { // the id of a key that is there
		path = strings.Replace(path, "1f6d0c5e", strings.Split(d.keys[readers], "_")[1], 1)
	}
	headers := []string{"ROLE", "none"}
	for name, values := range c.headers {
		headers = append(headers, name, values[0])
	}
	got := d.send(t, c.method, path, body, headers...)
	if got.StatusCode < 200 || got.StatusCode > 299 {
		t.Errorf("%s\nanswers %d: %s", line, got.StatusCode, got.body)
	}
	return got
}

func TestTheCurlLinesOfTheGuideToWritingWork(t *testing.T) {
	text, err := os.ReadFile("../../docs/writing.md")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t, Options{})
	n, shell := 0, false
	for line := range strings.Lines(strings.ReplaceAll(string(text), "\\\n", " ")) {
		if strings.HasPrefix(line, "```") {
			shell = strings.HasPrefix(line, "```sh")
		}
		if shell && strings.HasPrefix(line, "curl") {
			d.runWrite(t, strings.TrimSpace(line), d.keys[admins])
			n++
		}
	}
	if n < 10 {
		t.Errorf("%d lines", n)
	}
	ask(t, d, "/v1/events/2025-05-02-example-next-meeting").wants(t, 410) // the guide ends with taking back what it entered
}
