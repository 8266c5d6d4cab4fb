"""Import a file into a project of doccano, and export it: `python doccano_project.py IN.jsonl OUT.zip`.

In a process of its own, since Django has one setting a process. The steps are those of doccano's own tests.
"""

import os
import shutil
import sys
from pathlib import Path

import backend

sys.path.insert(0, str(Path(next(iter(backend.__path__)))))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.files import File  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django_drf_filepond.models import TemporaryUpload  # noqa: E402
from django_drf_filepond.utils import _get_file_id  # noqa: E402


def main(given: Path, to: Path) -> None:
    """Import and export."""
    from data_export.celery_tasks import export_dataset
    from data_import.celery_tasks import import_dataset
    from projects.models import Member, ProjectType, SequenceLabelingProject
    from roles.models import Role

    call_command("migrate", verbosity=0)
    call_command("create_roles", verbosity=0)
    settings.MEDIA_ROOT = os.environ["DOCCANO_HOME"]
    settings.DJANGO_DRF_FILEPOND_UPLOAD_TMP = os.environ["DOCCANO_HOME"]
    settings.ENABLE_FILE_TYPE_CHECK = False
    user = get_user_model().objects.create_user("ana", password="none")
    project = SequenceLabelingProject.objects.create(
        name="x", description="x", project_type=ProjectType.SEQUENCE_LABELING, created_by=user,
        allow_overlapping=True, use_relation=True, collaborative_annotation=True,
    )  # fmt: skip
    Member.objects.create(user=user, project=project, role=Role.objects.get(name=settings.ROLE_PROJECT_ADMIN))
    upload = _get_file_id()
    with given.open("rb") as file:
        TemporaryUpload.objects.create(
            upload_id=upload, file_id="1", file=File(file, given.name), upload_name=given.name, upload_type="F"
        )
    from data_import.pipeline.catalog import RELATION_EXTRACTION

    told = import_dataset(user.id, project.id, "JSONL", [upload], RELATION_EXTRACTION)
    if told["error"]:
        sys.exit(f"refused: {told['error'][:5]}")
    shutil.move(export_dataset(project.id, "JSONL"), to)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
