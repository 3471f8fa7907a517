package ingest

import (
	"fmt"
	"io/fs"
	"path"

	"backchannel/internal/record"
)

// Folder reads every NDJSON file of a folder, in the order of their names. The first fault of any line is the error,
// with the file's name and the line's number.
func Folder(files fs.FS, folder string) ([]record.Record, error) {
	paths, err := fs.Glob(files, path.Join(folder, "*.ndjson"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", folder, err)
	}
	var records []record.Record
	for _, name := range paths {
		file, err := files.Open(name)
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", name, err)
		}
		lines, faults := NDJSON(file)
		file.Close()
		if len(faults) > 0 {
			return nil, fmt.Errorf("read %s: %w", name, faults[0])
		}
		for _, line := range lines {
			records = append(records, line.Record)
		}
	}
	return records, nil
}
