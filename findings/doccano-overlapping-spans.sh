#!/usr/bin/env bash
# doccano 1.8.4 imports marked texts and drops every span that overlaps another one, without an error, in a project as it
# is by default (Allow overlapping spans: off); which of them stays depends on where they begin.
# Version: doccano 1.8.4, its own import task on a database of SQLite; with the switch on all spans are there.
# Who is hurt: whoever brings suggestions into doccano, a quote with the names in it: the names are gone, annotators see a
# text in which nobody takes part, and the agreement that is measured afterwards is of what was left.
# Output seen: overlapping False · errors [] · kept [(0, 44, 'call')], and True · errors [] · all three
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
  doccano==1.8.4 'marshmallow<4' 'numpy<2' 'setuptools<81'
cd "$folder"
DATABASE_URL="sqlite:///$folder/db.sqlite3" "$folder/venv/bin/python" -W ignore - 2>/dev/null <<'PYTHON'
import json, os, pathlib, sys
import backend
sys.path.insert(0, str(next(iter(backend.__path__))))
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.base"
import django
django.setup()
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files import File
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django_drf_filepond.models import TemporaryUpload
from django_drf_filepond.utils import _get_file_id
from data_import.celery_tasks import import_dataset
from labels.models import Span
from projects.models import ProjectType, SequenceLabelingProject
settings.ENABLE_FILE_TYPE_CHECK = False
text = "Anna Berg of Norway called Omar Haddad today"
line = {"text": text, "label": [[0, 44, "call"], [0, 9, "person"], [27, 38, "person"]]}
pathlib.Path("in.jsonl").write_text(json.dumps(line) + "\n")
user = get_user_model().objects.create_user("ana")
kept = {}
for overlapping in (False, True):
    project = SequenceLabelingProject.objects.create(
        name="x", description="x", project_type=ProjectType.SEQUENCE_LABELING, created_by=user,
        **({"allow_overlapping": True} if overlapping else {}))
    upload = _get_file_id()
    with open("in.jsonl", "rb") as file:
        TemporaryUpload.objects.create(upload_id=upload, file_id="1", file=File(file, "in.jsonl"),
                                       upload_name="in.jsonl", upload_type="F")
    told = import_dataset(user.id, project.id, "JSONL", [upload], ProjectType.SEQUENCE_LABELING, column_label="label")
    spans = Span.objects.filter(example__project=project)
    kept[overlapping] = [(one.start_offset, one.end_offset, one.label.text) for one in spans]
    print("overlapping", overlapping, "· errors", told["error"], "· kept", kept[overlapping])
    assert told["error"] == []
assert len(kept[True]) == 3
assert len(kept[False]) == 1, "doccano keeps overlapping spans, or says that it drops them"
PYTHON
