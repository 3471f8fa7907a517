package main

import (
	"bytes"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestEverySettingIsAFlagAndAVariable(t *testing.T) {
	var variables []string
	for i := range reflect.TypeFor[config]().NumField() {
		tag := reflect.TypeFor[config]().Field(i).Tag
		variables = append(variables, tag.Get("env"))
		if want := "BACKCHANNEL_" + strings.ToUpper(strings.ReplaceAll(tag.Get("name"), "-", "_")); tag.Get("env") != want {
			t.Errorf("--%s is %s in the environment", tag.Get("name"), tag.Get("env"))
		}
	}
	if !slices.Equal(variables, settings()) {
		t.Errorf("the settings are %v, the variables %v", settings(), variables)
	}
	var help bytes.Buffer
	if err := execute(t.Context(), []string{"--help"}, nil, &help, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, variable := range variables {
		if !strings.Contains(help.String(), variable) {
			t.Errorf("help says nothing of %s:\n%s", variable, help.String())
		}
	}
}

func TestAMisspeltSettingIsRefused(t *testing.T) {
	for entry, says := range map[string]string{
		"BACKCHANNEL_ADR=:1":           "did you mean BACKCHANNEL_ADDR",
		"BACKCHANNEL_DATABSE=x":        "did you mean BACKCHANNEL_DATABASE",
		"BACKCHANNEL_CORS_ORIGIN=x":    "did you mean BACKCHANNEL_CORS_ORIGINS",
		"BACKCHANNEL_SOMETHING_ELSE=x": "there are BACKCHANNEL_ADDR",
		"BACKCHANNEL_RATE=1":           "",
		"BACKCHANNEL_REQUIRE_ALL=1":    "",
		"BACKCHANNEL_NODE_MODULES=/x":  "",
		"BACKCHANNEL_PYTHON=/x/python": "",
		"BACKCHANNEL_TEST_SEED=7":      "",
		"PATH=/bin":                    "",
	} {
		err := checkEnvironment([]string{entry})
		if says == "" && err != nil || says != "" && (err == nil || !strings.Contains(err.Error(), says)) {
			t.Errorf("%s: %v", entry, err)
		}
	}
}

func TestASettingThatCannotBeMeantIsRefused(t *testing.T) {
	for arg, says := range map[string]string{
		"--read=all":                        "who has a key",
		"--admin-key=bck_short":             "BACKCHANNEL_ADMIN_KEY",
		"--seed=always":                     "auto",
		"--log=xml":                         "text",
		"--rate=-1":                         "from 0 (no limit)",
		"--rate=NaN":                        "from 0 (no limit)",
		"--rate=fast":                       "rate",
		"--public-url=timeline.example.org": "such as https://timeline.example.org",
		"--public-url=ftp://example.org":    "such as https://timeline.example.org",
		"--cors-origins=example.org":        "scheme and host",
		"--cors-origins=https://x.org/path": "scheme and host",
		"--trusted-proxies=10.0.0.0/33":     "a range such as",
		"--trusted-proxies=proxy.local":     "a range such as",
		"--adr=:1":                          "--addr",
		"sevre":                             "sevre",
	} {
		err := execute(t.Context(), []string{"--addr=127.0.0.1:0", arg}, nil, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "see --help") {
			t.Errorf("%s: %v", arg, err)
		}
	}
}

func TestProxiesAreAddressesOrRanges(t *testing.T) {
	c := config{TrustedProxies: []string{"10.1.2.3/8", " 192.0.2.1", "2001:db8::/32", "::ffff:192.0.2.2"}}
	got, err := c.proxies()
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, p := range got {
		texts = append(texts, p.String())
	}
	if want := "10.0.0.0/8 192.0.2.1/32 2001:db8::/32 192.0.2.2/32"; strings.Join(texts, " ") != want {
		t.Errorf("%v instead of %s", texts, want)
	}
}

func TestTheVersionNamesTheBuild(t *testing.T) {
	var out bytes.Buffer
	if err := execute(t.Context(), []string{"version"}, nil, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	if words := strings.Fields(out.String()); len(words) != 4 || words[0] != "backchannel" || words[3] != buildTag() {
		t.Errorf("it says %q", out.String())
	}
}

func TestASettingComesFromTheEnvironmentUnlessAFlagSaysOtherwise(t *testing.T) {
	t.Setenv("BACKCHANNEL_READ", "all")
	if err := execute(t.Context(), []string{"version"}, os.Environ(), io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "BACKCHANNEL_READ") {
		t.Errorf("BACKCHANNEL_READ=all: %v", err)
	}
	if err := execute(t.Context(), []string{"version", "--read=open"}, os.Environ(), io.Discard, io.Discard); err != nil {
		t.Errorf("--read=open over BACKCHANNEL_READ=all: %v", err)
	}
	for _, name := range settings() {
		t.Setenv(name, "")
	}
	if err := execute(t.Context(), []string{"version"}, os.Environ(), io.Discard, io.Discard); err != nil {
		t.Errorf("empty variables: %v", err)
	}
}
