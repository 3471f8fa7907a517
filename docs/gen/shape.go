package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"strings"
)

// field is what swag does not tell of a struct's field, read from the Go source.
type field struct {
	name     string // the JSON key; "" for an embedded struct
	embeds   string // "package.Type" of an embedded struct
	required bool   // always in the JSON: neither omitempty nor omitzero
	nullable bool   // a pointer that is always in the JSON
	raw      bool   // json.RawMessage: JSON that is passed on as it is
}

// shape is one struct.
type shape struct {
	doc    string // its comment as one paragraph a block
	fields []field
}

// shapes holds the structs of the scanned folders by "package.Type".
type shapes map[string]shape

// scan reads every Go file of the folders, tests apart.
func scan(root string, folders []string) (shapes, error) {
	found := shapes{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", folder, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution|parser.ParseComments)
			if err != nil {
				return nil, fmt.Errorf("read the structs of %s: %w", folder, err)
			}
			found.add(file)
		}
	}
	return found, nil
}

func (s shapes) add(file *ast.File) {
	for _, decl := range file.Decls {
		general, ok := decl.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, spec := range general.Specs {
			named, ok := spec.(*ast.TypeSpec)
			if !ok {
				continue
			}
			if body, ok := named.Type.(*ast.StructType); ok {
				comment := named.Doc
				if comment == nil {
					comment = general.Doc
				}
				s[file.Name.Name+"."+named.Name.Name] = shape{doc: paragraphs(comment), fields: fieldsOf(file.Name.Name, body)}
			}
		}
	}
}

// paragraphs joins the lines of each paragraph of a comment.
func paragraphs(comment *ast.CommentGroup) string {
	if comment == nil {
		return ""
	}
	blocks := strings.Split(strings.TrimSpace(comment.Text()), "\n\n")
	for i, block := range blocks {
		blocks[i] = strings.Join(strings.Fields(block), " ")
	}
	return strings.Join(blocks, "\n\n")
}

func fieldsOf(pkg string, body *ast.StructType) []field {
	var fields []field
	for _, f := range body.Fields.List {
		name, options := jsonTag(f)
		if name == "-" {
			continue
		}
		if len(f.Names) == 0 && name == "" {
			fields = append(fields, field{embeds: typeName(pkg, f.Type)})
			continue
		}
		_, pointer := f.Type.(*ast.StarExpr)
		always := !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero")
		if name != "" {
			raw := typeName(pkg, f.Type) == "json.RawMessage"
			fields = append(fields, field{name: name, required: always, nullable: pointer && always, raw: raw})
		}
	}
	return fields
}

func jsonTag(f *ast.Field) (name, options string) {
	if f.Tag == nil {
		return "", ""
	}
	tag := reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
	name, options, _ = strings.Cut(tag.Get("json"), ",")
	return name, options
}

// typeName gives "package.Type" of a type expression, without pointers and type arguments.
func typeName(pkg string, expr ast.Expr) string {
	switch t := expr.(type) {
	case *ast.StarExpr:
		return typeName(pkg, t.X)
	case *ast.IndexExpr:
		return typeName(pkg, t.X)
	case *ast.SelectorExpr:
		return typeName("", t.X) + "." + t.Sel.Name
	case *ast.Ident:
		if pkg == "" {
			return t.Name
		}
		return pkg + "." + t.Name
	}
	return ""
}

// fields gives the JSON keys of a struct in the order in which Go writes them, embedded structs flattened: a key
// of the struct itself takes the place of one it embeds.
func (s shapes) fields(name string) ([]field, bool) {
	own, ok := s[name]
	if !ok {
		return nil, false
	}
	direct := map[string]bool{}
	for _, f := range own.fields {
		direct[f.name] = true
	}
	var flat []field
	for _, f := range own.fields {
		if f.embeds == "" {
			flat = append(flat, f)
			continue
		}
		below, _ := s.fields(f.embeds)
		for _, inner := range below {
			if !direct[inner.name] {
				flat = append(flat, inner)
			}
		}
	}
	return flat, true
}

// packages lists the folders under the given ones that hold Go source, leaving out testdata.
func packages(root string, under ...string) ([]string, error) {
	var folders []string
	for _, top := range under {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case !entry.IsDir():
				return nil
			case entry.Name() == "testdata":
				return filepath.SkipDir
			}
			if files, _ := filepath.Glob(filepath.Join(path, "*.go")); len(files) > 0 {
				folder, err := filepath.Rel(root, path)
				folders = append(folders, filepath.ToSlash(folder))
				return err
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("look for Go source under %s: %w", top, err)
		}
	}
	return folders, nil
}
