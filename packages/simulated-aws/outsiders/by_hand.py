# Copyright 2026 The Towpath Authors
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#     http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.

"""What pattern_a.py and pattern_d.py have in common: accounts, waiting, and the question whether anything gets through."""

import argparse
import json
import urllib.parse
import urllib.request
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

REGION = "us-east-1"
PROVIDER = "333333333333"
DATABASE = "orders-postgres"


class Simulation:
    """The endpoints that no AWS has: the data plane and the clock."""

    def __init__(self, url):
        self.url = url

    def ask(self, path, body=None, **query):
        query = {key: value for key, value in query.items() if value}
        request = urllib.request.Request(
            f"{self.url}/_simulated/{path}?{urllib.parse.urlencode(query)}",
            data=None if body is None else json.dumps(body).encode(),
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def advance(self, seconds):
        self.ask("clock", {"advanceSeconds": seconds})

    def objects(self, account):
        found = self.ask("objects", account=account)["objects"]
        return {
            (o["type"], o["id"])
            for o in found
            if o.get("state", "").lower() != "deleted"
            # AWS makes these roles for itself, once for an account, and keeps them.
            and ":role/aws-service-role/" not in o["id"]
        }


class Account:
    """One account's clients. The access key id is the account's id: simulated AWS takes it for the admin."""

    def __init__(self, url, account_id, region=REGION):
        self.id = account_id
        session = boto3.Session(account_id, "not-verified", region_name=region)
        config = Config(retries={"mode": "standard", "max_attempts": 5})

        def client(service):
            return session.client(service, endpoint_url=url, config=config)

        self.cloudwatch = client("cloudwatch")
        self.ec2 = client("ec2")
        self.elb = client("elbv2")
        self.rds = client("rds")
        self.ram = client("ram")
        self.route53 = client("route53")
        self.lattice = client("vpc-lattice")
        self.organizations = client("organizations")

    def vpc(self, name):
        named = [{"Name": "tag:Name", "Values": [name]}]
        return self.ec2.describe_vpcs(Filters=named)["Vpcs"][0]["VpcId"]

    def subnets(self, vpc):
        inside = [{"Name": "vpc-id", "Values": [vpc]}]
        return self.ec2.describe_subnets(Filters=inside)["Subnets"]

    def security_group(self, vpc, name, rules=()):
        group = self.ec2.create_security_group(
            GroupName=name, Description="Made by hand", VpcId=vpc
        )["GroupId"]
        if rules:
            self.ec2.authorize_security_group_ingress(
                GroupId=group, IpPermissions=list(rules)
            )
        return group


def tcp(port, **peer):
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}


class Path:
    """One path from a VPC of the consumer to the database; each pattern says how it is made and taken away."""

    def __init__(self, url, simulation, consumer, vpc_name, region=REGION):
        self.simulation = simulation
        # A token is remembered with its parameters, so each path has tokens of its own.
        self.token = uuid.uuid4().hex
        self.region = region
        self.provider = Account(url, PROVIDER)
        self.consumer = Account(url, consumer, region)
        self.vpc = self.consumer.vpc(vpc_name)
        self.database = self.provider.rds.describe_db_instances(
            DBInstanceIdentifier=DATABASE
        )["DBInstances"][0]
        self.port = self.database["Endpoint"]["Port"]
        self.database_group = self.database["VpcSecurityGroups"][0]["VpcSecurityGroupId"]

    def reachable(self, **how):
        answer = self.simulation.ask(
            "reachable",
            **{"from": self.vpc, "to": self.database["DBInstanceArn"], **how},
        )
        if not answer["reachable"]:
            broken = next(hop for hop in answer["hops"] if not hop["ok"])
            print(f"    {broken['name']}: {broken['why']}")
        return answer["reachable"]

    def wait(self, what, read, done):
        """Reads again until it is done. Time is driven, not slept through."""
        for _ in range(120):
            try:
                seen = read()
            except ClientError as error:
                seen = error.response["Error"]["Code"]
            if done(seen):
                return seen
            self.simulation.advance(5)
        raise SystemExit(f"{what} did not come to an end: {seen}")

    def gone(self, code, read):
        self.wait(f"Waiting for {code}", read, lambda seen: seen == code)

    def refused(self, code, call):
        """What AWS does not do in this order."""
        try:
            call()
        except ClientError as error:
            seen = error.response["Error"]["Code"]
            assert seen == code, f"{seen} instead of {code}"
            return
        raise SystemExit(f"{code} was expected, and it was done")

    def delete_group(self, account, group):
        """Its interfaces drain first: DependencyViolation until then."""
        self.wait(
            f"Deleting {group}",
            lambda: account.ec2.delete_security_group(GroupId=group),
            lambda seen: seen != "DependencyViolation",
        )


def attempt(pattern, url, simulation, consumer, vpc_name, region=REGION):
    """Not reachable, reachable, not reachable; and nothing is left behind."""
    accounts = (PROVIDER, consumer)
    before = [simulation.objects(account) for account in accounts]
    path = pattern(url, simulation, consumer, vpc_name, region)
    answers = [path.reachable()]
    path.build()
    answers.append(path.reachable())
    path.take_away()
    answers.append(path.reachable())
    simulation.advance(3 * 3600)
    left = set.union(*(simulation.objects(a) for a in accounts)) - set.union(*before)
    print(f"  reachable: {', '.join('yes' if answer else 'no' for answer in answers)}")
    if left:
        print(f"  left behind: {sorted(left)}")
    return answers == [False, True, False] and not left


def run(pattern, doc, consumers):
    """Reads the command line and tries each place; the status to end with."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--endpoint-url", default="http://127.0.0.1:4566")
    parser.add_argument(
        "--control-url", help="of the simulation itself, if AWS is behind a recorder"
    )
    parser.add_argument("where", nargs="*", default=list(consumers))
    options = parser.parse_args()
    simulation = Simulation(options.control_url or options.endpoint_url)
    results = []
    for where in options.where:
        consumer, vpc_name, *region = consumers[where]
        print(f"{where}: {DATABASE} to VPC {vpc_name} of {consumer}")
        results.append(
            attempt(
                pattern, options.endpoint_url, simulation, consumer, vpc_name, *region
            )
        )
    return 0 if all(results) else 1
