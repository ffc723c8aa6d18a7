"""The files that serve the app: the manifest follows the schemas, the configuration is complete."""

import re
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from deploy.serve import configuration
from sim.version import MODEL_VERSION

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = list(yaml.safe_load_all((ROOT / "deploy" / "kubernetes.yaml").read_text(encoding="utf-8")))
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
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
    copied = set(re.findall(r"^COPY (\S+)", CONTAINERFILE, re.MULTILINE))  # all else of the tree stays outside
    folders = {".streamlit", "docs", "presets", "sim", "ui"}
    assert copied == {"requirements.lock", "app.py", "deploy/__init__.py", *folders}
    assert all((ROOT / name).exists() for name in copied)
    (deployment,) = of_kind("Deployment")
    user = deployment["spec"]["template"]["spec"]["securityContext"]["runAsUser"]
    assert f"USER {user}:{user}" in CONTAINERFILE
    assert CONTAINERFILE.index("cut_fonts &&") < CONTAINERFILE.index("USER ")  # what is written is written before


def test_a_pod_has_no_rights():
    """An ordinary user on a read-only root, without capabilities, tokens or calls that an app never makes."""
    (deployment,) = of_kind("Deployment")
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"] and pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not pod["automountServiceAccountToken"] and not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    written = {mount["mountPath"] for mount in container["volumeMounts"]}
    home = re.search(r"HOME=(\S+) DATA_DIR=(\S+)", CONTAINERFILE)
    assert home is not None and written == {"/tmp", home[1]} and home[2].startswith(f"{home[1]}/")


def test_compose_is_as_strict():
    """The same user and image, a read-only root with memory for /tmp and a volume for rooms."""
    (service,) = COMPOSE["services"].values()
    (deployment,) = of_kind("Deployment")
    pod = deployment["spec"]["template"]["spec"]
    assert service["image"] == pod["containers"][0]["image"] == f"next-dollar:{MODEL_VERSION}"
    assert service["user"] == f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"
    assert service["read_only"] and service["cap_drop"] == ["ALL"] and "privileged" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"][0].startswith("/tmp:")
    rooms = re.search(r"DATA_DIR=(\S+)", CONTAINERFILE)
    assert rooms is not None and service["volumes"] == [f"rooms:{rooms[1]}"]
    assert (ROOT / "deploy" / service["build"]["context"]).samefile(ROOT)


def test_what_is_locked_is_what_is_asked_for():
    """Every package of requirements.txt in that version, every package with hashes, and no address of an index."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([a-z0-9_.-]+)==([^\s;]+)", text, re.MULTILINE))
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").split():
        name, version = line.split("==")
        assert locked[name.partition("[")[0]] == version
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(locked) and all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in text and "--index" not in text


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-audit.txt"])
def test_every_requirement_is_one_version(name):
    """Nothing moves by itself."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"-r \S+|[a-z0-9-]+(\[\w+\])?==[\w.]+", line) for line in lines)


def test_configuration_of_nginx():
    """Every place is filled in; all workers are named."""
    text = configuration("127.0.0.1:9", [8001, 8002, 8003], Path("/tmp/x"), "/etc/nginx/mime.types")
    assert not re.search(r"@[A-Z]+@", text.partition("\n")[2])
    assert re.findall(r"server 127\.0\.0\.1:(\d+) max_fails=0;", text) == ["8001", "8002", "8003"]
    assert "listen 127.0.0.1:9;" in text
