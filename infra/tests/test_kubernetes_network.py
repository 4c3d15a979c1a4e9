"""Who may talk to whom in the cluster, and that the addresses are those of main.tf."""

import ipaddress
import re

import pytest
from manifests import ENVIRONMENTS, MAIN_TF, Manifest, block, of_kind, one, pod, subnets

EXPOSED = ("web", "server")
WITH_IDENTITY = {"server", "runner", "migrate", "retention"}

each_environment = pytest.mark.parametrize("environment", ENVIRONMENTS)


def spec_of(environment: str, name: str) -> Manifest:
    found: Manifest = one(environment, "NetworkPolicy", name)["spec"]
    return found


def networks(peers: list[Manifest]) -> list[ipaddress.IPv4Network]:
    return [ipaddress.IPv4Network(peer["ipBlock"]["cidr"]) for peer in peers if "ipBlock" in peer]


@each_environment
def test_nobody_talks_to_anybody_who_is_not_named(environment: str) -> None:
    assert spec_of(environment, "default-deny") == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for found in of_kind(environment, "NetworkPolicy"):
        for direction in ("ingress", "egress"):
            for rule in found["spec"].get(direction, []):
                assert rule.get("from") or rule.get("to"), "a rule without peers admits everybody"
                assert rule["ports"], "a rule without ports admits everything"
                assert all("ipBlock" in peer or "podSelector" in peer for peer in rule.get("from", rule.get("to")))


@each_environment
def test_names_are_resolved_by_the_address_of_the_cluster(environment: str) -> None:
    policy = spec_of(environment, "dns")
    assert policy["podSelector"] == {}
    (rule,) = policy["egress"]
    (address,) = networks(rule["to"])
    services = re.search(r'service_ipv4_cidr\s*=\s*"([\d./]+)"', MAIN_TF)
    assert services, "main.tf does not say where services have their addresses"
    assert address == ipaddress.IPv4Network((int(ipaddress.IPv4Network(services[1]).network_address) + 10, 32))
    assert {(port["protocol"], port["port"]) for port in rule["ports"]} == {("UDP", 53), ("TCP", 53)}


@each_environment
def test_the_load_balancer_is_admitted_from_its_subnets(environment: str) -> None:
    assert re.search(r"subnets\s*= module\.vpc\.private_subnets", block(r'module "alb" \{'))
    for name in EXPOSED:
        (rule,) = spec_of(environment, name)["ingress"]
        assert networks(rule["from"]) == subnets("private")


@each_environment
def test_metrics_are_admitted_from_the_scrapers_subnets(environment: str) -> None:
    taken = re.search(r"subnet_ids\s*= slice\(module\.vpc\.private_subnets, 0, (\d)\)", MAIN_TF)
    assert taken
    policy = spec_of(environment, "scraper")
    (rule,) = policy["ingress"]
    assert networks(rule["from"]) == subnets("private")[: int(taken[1])]
    assert rule["ports"] == [{"protocol": "TCP", "port": 9090}]
    (selected,) = policy["podSelector"]["matchExpressions"]
    measured = {
        found["metadata"]["name"]
        for found in of_kind(environment, "Deployment")
        if any(port["name"] == "metrics" for port in pod(found)["containers"][0]["ports"])
    }
    assert set(selected["values"]) == measured == {"server", "runner"}


@each_environment
def test_data_is_reached_from_the_pods_that_hold_an_identity(environment: str) -> None:
    policy = spec_of(environment, "data")
    (selected,) = policy["podSelector"]["matchExpressions"]
    assert set(selected["values"]) == WITH_IDENTITY
    database, identity, https = policy["egress"]
    assert networks(database["to"]) == subnets("database")
    assert database["ports"] == [{"protocol": "TCP", "port": 5432}]
    assert (identity["to"], identity["ports"]) == (
        [{"ipBlock": {"cidr": "169.254.170.23/32"}}],
        [{"protocol": "TCP", "port": 80}],
    )
    (outside,) = https["to"]
    assert https["ports"] == [{"protocol": "TCP", "port": 443}]
    kept_out = [ipaddress.IPv4Network(network) for network in outside["ipBlock"]["except"]]
    for network in [*subnets("private"), *subnets("database"), ipaddress.IPv4Network("169.254.169.254/32")]:
        assert any(network.subnet_of(excluded) for excluded in kept_out), f"{network} can be reached by 443"
