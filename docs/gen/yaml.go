package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"
)

// misread matches plain scalars that readers of YAML 1.1 take for a truth value, a time or a number.
var misread = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null|~|=|[-+.0-9][-+.0-9_:etx]*)$|^\d{4}-\d`)

// writeYAML gives the same content as writeJSON in YAML, quoted so that readers of YAML 1.1 and 1.2 agree.
func writeYAML(o *object) ([]byte, error) {
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(toNode(o)); err != nil {
		return nil, err
	}
	return out.Bytes(), enc.Close()
}

func toNode(value any) *yaml.Node {
	switch v := value.(type) {
	case *object:
		n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		if v.len() == 0 {
			n.Style = yaml.FlowStyle
		}
		for key, value := range v.all() {
			n.Content = append(n.Content, textNode(key), toNode(value))
		}
		return n
	case []any:
		n := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		if len(v) == 0 {
			n.Style = yaml.FlowStyle
		}
		for _, item := range v {
			n.Content = append(n.Content, toNode(item))
		}
		return n
	case string:
		return textNode(v)
	case bool:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: strconv.FormatBool(v)}
	case nil:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
	}
	number := fmt.Sprint(value)
	tag := "!!int"
	if _, err := strconv.ParseInt(number, 10, 64); err != nil {
		tag = "!!float"
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: number}
}

func textNode(text string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text}
	if misread.MatchString(text) {
		n.Style = yaml.DoubleQuotedStyle
	}
	return n
}

// parseYAML reads one YAML document, keeping the order of keys; numbers keep their spelling.
func parseYAML(data []byte) (any, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("the YAML is empty")
	}
	return fromNode(doc.Content[0])
}

func fromNode(n *yaml.Node) (any, error) {
	switch n.Kind {
	case yaml.AliasNode:
		return fromNode(n.Alias)
	case yaml.SequenceNode:
		items := []any{}
		for _, below := range n.Content {
			item, err := fromNode(below)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		return items, nil
	case yaml.MappingNode:
		o := obj()
		for i := 0; i < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if o.has(key) {
				return nil, fmt.Errorf("line %d: the key %q stands twice", n.Content[i].Line, key)
			}
			value, err := fromNode(n.Content[i+1])
			if err != nil {
				return nil, err
			}
			o.set(key, value)
		}
		return o, nil
	}
	switch n.Tag {
	case "!!int", "!!float":
		return json.Number(n.Value), nil
	case "!!null":
		return nil, nil
	case "!!bool":
		return n.Value == "true", nil
	}
	return n.Value, nil
}
