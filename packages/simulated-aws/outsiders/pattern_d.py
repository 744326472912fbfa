#!/usr/bin/env python3
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

"""Makes pattern D by hand with boto3 and takes it away again, as somebody would who knows nothing of this project.

    simulated-aws --port 4566 &
    python3 pattern_d.py

It goes from the database orders-postgres to a VPC inside the organisation (analytics), to one outside it (partner) and
to one in another Region (payments in eu-west-1): a load balancer, an endpoint service, an interface endpoint and a
private zone with the database's own name. While it stands somebody uses it, which shows in CloudWatch; then the database
fails over, and the load balancer is told. It prints whether the database is reachable before, with and after the path: no, yes, no. Anything else, or anything left
behind, ends with status 1. Needs boto3 only.
"""

import datetime
import socket
import struct
import sys
import urllib.parse

from by_hand import DATABASE, Path, REGION, run, tcp

CONSUMERS = {
    "inside": ("666666666666", "databricks"),
    "outside": ("888888888888", "partner"),
    "abroad": ("777777777777", "dublin", "eu-west-1"),
}
TAGS = [{"Key": "made-by", "Value": "pattern_d.py"}]


def resolve(url, name):
    """One question to the DNS server beside the endpoint, as RFC 1035 puts it: the IPv4 addresses of a name."""
    place = urllib.parse.urlparse(url)
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    question = struct.pack(">6H", 1, 0x0100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(5)
        udp.sendto(question, (place.hostname, place.port))
        answer = udp.recv(4096)
    (count,) = struct.unpack(">H", answer[6:8])
    at, addresses = len(question), []
    for _ in range(count):
        # A name is a pointer, or labels up to an empty one.
        while answer[at] not in (0,) and answer[at] < 0xC0:
            at += 1 + answer[at]
        at += 2 if answer[at] >= 0xC0 else 1
        kind, _, _, length = struct.unpack(">HHIH", answer[at : at + 10])
        at += 10
        if kind == 1:
            addresses.append(socket.inet_ntoa(answer[at : at + length]))
        at += length
    return addresses


class PatternD(Path):
    """The objects of one path, in the order in which they are made."""

    def build(self):
        self.make_load_balancer()
        self.register_database()
        self.make_service()
        self.make_endpoint()
        self.accept()
        self.give_name()
        self.use()
        self.fail_over()

    def address(self):
        return resolve(self.simulation.url, self.database["Endpoint"]["Address"])[0]

    def make_load_balancer(self):
        elb, ec2 = self.provider.elb, self.provider.ec2
        place = self.database["DBSubnetGroup"]
        vpc = place["VpcId"]
        self.balancer_group = self.provider.security_group(vpc, "by-hand-balancer")
        self.rule = ec2.authorize_security_group_ingress(
            GroupId=self.database_group,
            IpPermissions=[
                tcp(self.port, UserIdGroupPairs=[{"GroupId": self.balancer_group}])
            ],
        )["SecurityGroupRules"][0]["SecurityGroupRuleId"]
        self.targets = elb.create_target_group(
            Name="by-hand",
            Protocol="TCP",
            Port=self.port,
            VpcId=vpc,
            TargetType="ip",
            HealthCheckProtocol="TCP",
            HealthCheckIntervalSeconds=10,
            HealthyThresholdCount=2,
            UnhealthyThresholdCount=2,
            Tags=TAGS,
        )["TargetGroups"][0]["TargetGroupArn"]
        elb.modify_target_group_attributes(
            TargetGroupArn=self.targets,
            Attributes=[
                {"Key": "deregistration_delay.timeout_seconds", "Value": "30"},
                {
                    "Key": "deregistration_delay.connection_termination.enabled",
                    "Value": "true",
                },
            ],
        )
        self.balancer = elb.create_load_balancer(
            Name="by-hand",
            Type="network",
            Scheme="internal",
            Subnets=[subnet["SubnetIdentifier"] for subnet in place["Subnets"]],
            SecurityGroups=[self.balancer_group],
            Tags=TAGS,
        )["LoadBalancers"][0]["LoadBalancerArn"]
        self.wait(
            "The load balancer",
            lambda: elb.describe_load_balancers(LoadBalancerArns=[self.balancer])[
                "LoadBalancers"
            ][0]["State"]["Code"],
            lambda state: state == "active",
        )
        elb.modify_load_balancer_attributes(
            LoadBalancerArn=self.balancer,
            Attributes=[
                {"Key": "load_balancing.cross_zone.enabled", "Value": "true"}
            ],
        )
        elb.set_security_groups(
            LoadBalancerArn=self.balancer,
            SecurityGroups=[self.balancer_group],
            EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic="off",
        )

    def register_database(self):
        elb = self.provider.elb
        self.registered = self.address()
        elb.register_targets(
            TargetGroupArn=self.targets, Targets=[{"Id": self.registered}]
        )
        # Nobody checks a target to which no listener leads.
        print(f"    {self.registered}: {self.health(self.registered)}")
        self.listener = elb.create_listener(
            LoadBalancerArn=self.balancer,
            Protocol="TCP",
            Port=self.port,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": self.targets}],
            Tags=TAGS,
        )["Listeners"][0]["ListenerArn"]
        self.until_healthy(self.registered)

    def health(self, address):
        for target in self.provider.elb.describe_target_health(
            TargetGroupArn=self.targets
        )["TargetHealthDescriptions"]:
            if target["Target"]["Id"] == address:
                health = target["TargetHealth"]
                return " ".join(
                    part for part in (health["State"], health.get("Reason")) if part
                )
        return "not there"

    def until_healthy(self, address):
        self.wait(
            f"Target {address}",
            lambda: self.health(address),
            lambda health: health == "healthy",
        )

    def make_service(self):
        ec2 = self.provider.ec2
        abroad = self.region != REGION
        made = ec2.create_vpc_endpoint_service_configuration(
            NetworkLoadBalancerArns=[self.balancer],
            AcceptanceRequired=True,
            SupportedIpAddressTypes=["ipv4"],
            ClientToken=f"{self.token}-service",
            TagSpecifications=[
                {"ResourceType": "vpc-endpoint-service", "Tags": TAGS}
            ],
            **({"SupportedRegions": [REGION, self.region]} if abroad else {}),
        )["ServiceConfiguration"]
        self.service, self.service_name = made["ServiceId"], made["ServiceName"]
        self.wait(
            "The endpoint service",
            lambda: ec2.describe_vpc_endpoint_service_configurations(
                ServiceIds=[self.service]
            )["ServiceConfigurations"][0]["ServiceState"],
            lambda state: state == "Available",
        )
        ec2.modify_vpc_endpoint_service_permissions(
            ServiceId=self.service,
            AddAllowedPrincipals=[f"arn:aws:iam::{self.consumer.id}:root"],
        )
        allowed = ec2.describe_vpc_endpoint_service_permissions(ServiceId=self.service)[
            "AllowedPrincipals"
        ]
        print(f"    allowed: {', '.join(each['Principal'] for each in allowed)}")

    def make_endpoint(self):
        ec2 = self.consumer.ec2
        asked = {"ServiceNames": [self.service_name]}
        elsewhere = {}
        if self.region != REGION:
            asked["ServiceRegions"] = [REGION]
            elsewhere["ServiceRegion"] = REGION
        details = self.wait(
            "The service in the consumer's account",
            lambda: ec2.describe_vpc_endpoint_services(**asked),
            lambda seen: isinstance(seen, dict),
        )["ServiceDetails"][0]
        print(f"    {details['ServiceName']} in {', '.join(details['AvailabilityZones'])}")
        zones = {
            subnet["AvailabilityZoneId"]
            for subnet in self.provider.subnets(self.database["DBSubnetGroup"]["VpcId"])
        }
        subnets = self.consumer.subnets(self.vpc)
        self.endpoint_group = self.consumer.security_group(
            self.vpc,
            "by-hand-endpoint",
            [
                tcp(self.port, IpRanges=[{"CidrIp": subnet["CidrBlock"]}])
                for subnet in subnets
            ],
        )
        self.endpoint = ec2.create_vpc_endpoint(
            VpcEndpointType="Interface",
            ServiceName=self.service_name,
            VpcId=self.vpc,
            SubnetIds=[
                subnet["SubnetId"]
                for subnet in subnets
                if elsewhere or subnet["AvailabilityZoneId"] in zones
            ],
            SecurityGroupIds=[self.endpoint_group],
            PrivateDnsEnabled=False,
            ClientToken=f"{self.token}-endpoint",
            TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": TAGS}],
            **elsewhere,
        )["VpcEndpoint"]["VpcEndpointId"]
        self.until_endpoint_is("pendingAcceptance")
        assert not self.reachable(name=self.entry()["DnsName"])

    def until_endpoint_is(self, wanted):
        self.wait(
            "The endpoint",
            lambda: self.described()["State"],
            lambda state: state == wanted,
        )

    def described(self):
        return self.consumer.ec2.describe_vpc_endpoints(VpcEndpointIds=[self.endpoint])[
            "VpcEndpoints"
        ][0]

    def entry(self):
        """What AWS calls the endpoint, and the hosted zone which that name is in."""
        return self.described()["DnsEntries"][0]

    def accept(self):
        ec2 = self.provider.ec2
        connections = ec2.describe_vpc_endpoint_connections(
            Filters=[{"Name": "service-id", "Values": [self.service]}]
        )["VpcEndpointConnections"]
        assert [c["VpcEndpointOwner"] for c in connections] == [self.consumer.id]
        answer = ec2.accept_vpc_endpoint_connections(
            ServiceId=self.service, VpcEndpointIds=[self.endpoint]
        )
        assert not answer["Unsuccessful"], answer
        self.until_endpoint_is("available")
        # The endpoint's own name leads to the database, and no certificate has it.
        assert self.reachable(name=self.entry()["DnsName"])
        assert not self.reachable(name=self.entry()["DnsName"], tls="verify-full")

    def give_name(self):
        route53 = self.consumer.route53
        self.name = self.database["Endpoint"]["Address"]
        made = route53.create_hosted_zone(
            Name=self.name,
            CallerReference=f"{self.token}-zone",
            VPC={"VPCRegion": self.region, "VPCId": self.vpc},
            HostedZoneConfig={"PrivateZone": True, "Comment": "Made by hand"},
        )
        self.zone = made["HostedZone"]["Id"]
        self.change_name("UPSERT")
        assert self.reachable(tls="verify-full")

    def change_name(self, action):
        entry = self.entry()
        self.record = {
            "Name": self.name,
            "Type": "A",
            "AliasTarget": {
                "HostedZoneId": entry["HostedZoneId"],
                "DNSName": entry["DnsName"],
                "EvaluateTargetHealth": False,
            },
        }
        self.change_record(action)

    def change_record(self, action):
        route53 = self.consumer.route53
        change = route53.change_resource_record_sets(
            HostedZoneId=self.zone,
            ChangeBatch={
                "Changes": [{"Action": action, "ResourceRecordSet": self.record}]
            },
        )["ChangeInfo"]["Id"]
        self.wait(
            "The change of the zone",
            lambda: route53.get_change(Id=change)["ChangeInfo"]["Status"],
            lambda status: status == "INSYNC",
        )

    def use(self):
        """A client talks to the database: AWS shows it at what it passed, at the endpoint only in the service's Region."""
        said = {"bytesToDatabase": 2_000, "bytesToClient": 40_000, "connections": 3}
        ways = {"from": self.vpc, "to": self.database["DBInstanceArn"]}
        assert self.simulation.ask("traffic", {**ways, **said})["reachable"]
        # A new metric may take a quarter of an hour until it is listed.
        self.simulation.advance(16 * 60)
        provider, consumer = self.provider.cloudwatch, self.consumer.cloudwatch
        seen = {
            "service": self.total(
                provider,
                "AWS/PrivateLinkServices",
                "BytesProcessed",
                {"Service Id": self.service, "VPC Endpoint Id": self.endpoint},
            ),
            "load balancer": self.total(
                provider,
                "AWS/NetworkELB",
                "ProcessedBytes",
                {"LoadBalancer": self.balancer.split("loadbalancer/")[1]},
            ),
        }
        assert set(seen.values()) == {42_000}, seen
        listed = [
            metric
            for page in consumer.get_paginator("list_metrics").paginate(
                Namespace="AWS/PrivateLinkEndpoints",
                Dimensions=[{"Name": "VPC Endpoint Id", "Value": self.endpoint}],
            )
            for metric in page["Metrics"]
        ]
        assert bool(listed) == (self.region == REGION), listed
        for metric in listed:
            if metric["MetricName"] == "BytesProcessed":
                dimensions = {d["Name"]: d["Value"] for d in metric["Dimensions"]}
                bytes_there = self.total(
                    consumer, metric["Namespace"], "BytesProcessed", dimensions
                )
                assert bytes_there == 42_000, bytes_there
        print(f"    used: {len(listed)} metrics of the endpoint")

    def total(self, cloudwatch, namespace, name, dimensions):
        """What a metric sums up to in the last half hour, by pages of ten points."""
        now = self.simulation.ask("clock")["now"]
        end = datetime.datetime.fromisoformat(now.replace("Z", "+00:00"))
        metric = {
            "Namespace": namespace,
            "MetricName": name,
            "Dimensions": [{"Name": n, "Value": v} for n, v in dimensions.items()],
        }
        pages = cloudwatch.get_paginator("get_metric_data").paginate(
            MetricDataQueries=[
                {"Id": "m", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}
            ],
            StartTime=end - datetime.timedelta(minutes=30),
            EndTime=end,
            PaginationConfig={"PageSize": 10},
        )
        return sum(
            value
            for page in pages
            for result in page["MetricDataResults"]
            for value in result["Values"]
        )

    def fail_over(self):
        """Nobody tells the load balancer but us: the new address first, the old one when it is healthy."""
        elb = self.provider.elb
        old = self.registered
        self.provider.rds.reboot_db_instance(
            DBInstanceIdentifier=DATABASE, ForceFailover=True
        )
        new = self.wait(
            "The failover", self.address, lambda address: address != old
        )
        self.wait(
            "The database",
            lambda: self.provider.rds.describe_db_instances(
                DBInstanceIdentifier=DATABASE
            )["DBInstances"][0]["DBInstanceStatus"],
            lambda status: status == "available",
        )
        assert not self.reachable()
        elb.register_targets(TargetGroupArn=self.targets, Targets=[{"Id": new}])
        self.until_healthy(new)
        elb.deregister_targets(TargetGroupArn=self.targets, Targets=[{"Id": old}])
        self.wait(
            f"Target {old}",
            lambda: self.health(old),
            lambda health: health == "not there",
        )
        print(f"    failed over from {old} to {new}")

    def take_away(self):
        provider, consumer = self.provider, self.consumer
        elb, ec2 = provider.elb, provider.ec2
        self.refused(
            "ResourceInUse",
            lambda: elb.delete_load_balancer(LoadBalancerArn=self.balancer),
        )
        self.refused(
            "ResourceInUse",
            lambda: elb.delete_target_group(TargetGroupArn=self.targets),
        )
        answer = ec2.delete_vpc_endpoint_service_configurations(
            ServiceIds=[self.service]
        )
        codes = [each["Error"]["Code"] for each in answer["Unsuccessful"]]
        assert codes == ["ExistingVpcEndpointConnections"], answer
        self.refused(
            "HostedZoneNotEmpty", lambda: consumer.route53.delete_hosted_zone(Id=self.zone)
        )
        self.change_record("DELETE")
        consumer.route53.delete_hosted_zone(Id=self.zone)
        answer = ec2.reject_vpc_endpoint_connections(
            ServiceId=self.service, VpcEndpointIds=[self.endpoint]
        )
        assert not answer["Unsuccessful"], answer
        self.until_endpoint_is("rejected")
        answer = consumer.ec2.delete_vpc_endpoints(VpcEndpointIds=[self.endpoint])
        assert not answer["Unsuccessful"], answer
        self.gone(
            "InvalidVpcEndpointId.NotFound",
            lambda: consumer.ec2.describe_vpc_endpoints(VpcEndpointIds=[self.endpoint]),
        )
        self.wait(
            "The end of the endpoint service",
            lambda: ec2.delete_vpc_endpoint_service_configurations(
                ServiceIds=[self.service]
            )["Unsuccessful"],
            lambda unsuccessful: not unsuccessful,
        )
        elb.delete_listener(ListenerArn=self.listener)
        self.wait(
            "The end of the load balancer",
            lambda: elb.delete_load_balancer(LoadBalancerArn=self.balancer),
            lambda seen: seen != "ResourceInUse",
        )
        self.gone(
            "LoadBalancerNotFound",
            lambda: elb.describe_load_balancers(LoadBalancerArns=[self.balancer]),
        )
        self.wait(
            "The end of the target group",
            lambda: elb.delete_target_group(TargetGroupArn=self.targets),
            lambda seen: seen != "ResourceInUse",
        )
        ec2.revoke_security_group_ingress(
            GroupId=self.database_group, SecurityGroupRuleIds=[self.rule]
        )
        self.delete_group(provider, self.balancer_group)
        self.delete_group(consumer, self.endpoint_group)


if __name__ == "__main__":
    sys.exit(run(PatternD, __doc__, CONSUMERS))
