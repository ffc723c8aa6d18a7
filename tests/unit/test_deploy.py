"""The files that serve the app: the manifest follows the schemas, the configuration is complete."""

import re
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from deploy.serve import configuration

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8")))
CONTAINERFILE = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


def of_kind(kind):
    """The documents of one kind."""
    return [document for document in MANIFEST if document["kind"] == kind]


@pytest.mark.parametrize(
    "document", MANIFEST, ids=lambda document: f"{document['kind']}-{document['metadata']['name']}"
)
def test_manifest_follows_the_schema(document):
    """Every document is valid, unknown fields included."""
    kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)


def test_manifest_hangs_together():
    """Two replicas behind a service, probed, limited, sticky by cookie, metrics closed."""
    (deployment,) = of_kind("Deployment")
    (ingress,) = of_kind("Ingress")
    services = {service["metadata"]["name"]: service for service in of_kind("Service")}
    pod = deployment["spec"]["template"]
    (container,) = pod["spec"]["containers"]
    assert deployment["spec"]["replicas"] == 2
    assert services["next-dollar"]["spec"]["selector"] == pod["metadata"]["labels"]
    assert "selector" not in services["next-dollar-nowhere"]["spec"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"]["path"] == "/_stcore/health"
    assert set(container["resources"]) == {"requests", "limits"}
    assert ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/affinity"] == "cookie"
    paths = {rule["path"]: rule["backend"]["service"]["name"] for rule in ingress["spec"]["rules"][0]["http"]["paths"]}
    assert paths == {"/_stcore/metrics": "next-dollar-nowhere", "/": "next-dollar"}
    assert set(paths.values()) == set(services)
    host = ingress["spec"]["rules"][0]["host"]
    assert {"name": "PUBLIC_URL", "value": f"https://{host}"} in container["env"]


def test_container_takes_what_the_app_needs():
    """Every folder that the app reads is copied, nothing runs as root, and the user is the manifest's."""
    copied = set(re.findall(r"^COPY (\S+)", CONTAINERFILE, re.MULTILINE))
    folders = {".streamlit", "docs", "presets", "sim", "ui"}
    assert copied == {"requirements.txt", "app.py", "deploy/__init__.py", *folders}
    assert all((ROOT / name).exists() for name in copied)
    (deployment,) = of_kind("Deployment")
    user = deployment["spec"]["template"]["spec"]["securityContext"]["runAsUser"]
    assert f"USER {user}" in CONTAINERFILE


def test_configuration_of_nginx():
    """Every place is filled in; all workers are named."""
    text = configuration("127.0.0.1:9", [8001, 8002, 8003], Path("/tmp/x"), "/etc/nginx/mime.types")
    assert not re.search(r"@[A-Z]+@", text.partition("\n")[2])
    assert re.findall(r"server 127\.0\.0\.1:(\d+) max_fails=0;", text) == ["8001", "8002", "8003"]
    assert "listen 127.0.0.1:9;" in text
