{{- define "smarterp.labels" -}}
app.kubernetes.io/name: {{ .component }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name (.root.Chart.Version | replace "+" "_") }}
{{- with .version }}
app.kubernetes.io/version: {{ . | quote }}
{{- end }}
{{- end }}

{{- define "smarterp.selector" -}}
app.kubernetes.io/name: {{ .component }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end }}

{{/* A referência de uma imagem: [registry/]repository:tag[@digest]; aceita `name` por repository. */}}
{{- define "smarterp.image" -}}
{{- if kindIs "string" . -}}
{{ . }}
{{- else -}}
{{- with .registry }}{{ . }}/{{ end -}}
{{- .repository | default .name }}:{{ .tag }}
{{- with .digest }}@{{ . }}{{ end -}}
{{- end -}}
{{- end }}

{{/* A tag de uma imagem escrita numa só linha. */}}
{{- define "smarterp.tag" -}}
{{- if kindIs "string" . -}}
{{ . | splitList "@" | first | splitList "/" | last | splitList ":" | last }}
{{- else -}}
{{ .tag }}
{{- end -}}
{{- end }}

{{/* O que todo pod tem no fim do seu spec. */}}
{{- define "smarterp.pod" -}}
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
{{- toYaml . | nindent 0 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
{{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
{{- toYaml . | nindent 0 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1001
  fsGroup: 1001
{{- end }}

{{/* Espera uma porta antes de subir; usa a própria imagem do pod. */}}
{{- define "smarterp.wait" -}}
- name: espera-{{ .name }}
  image: {{ .image | quote }}
  command: [sh, -c, 'until nc -z {{ .host }} {{ .port }}; do sleep 2; done']
{{- end }}

{{/* Um papel do AppServer inteiro: Deployment e Service. */}}
{{- define "smarterp.appserver" -}}
{{- $root := .root -}}
{{- $role := .role -}}
{{- $values := index $root.Values.appserver $role -}}
{{- $component := printf "appserver-%s" $role -}}
{{- $name := printf "%s-%s" $root.Release.Name $component -}}
{{- $labels := dict "root" $root "component" $component -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels:
    {{- include "smarterp.labels" (merge (dict "version" (include "smarterp.tag" $values.image)) $labels) | nindent 4 }}
    tier: app
spec:
  {{- if not (dig "autoscaling" "enabled" false $values) }}
  replicas: {{ $values.replicas }}
  {{- end }}
  selector:
    matchLabels:
      {{- include "smarterp.selector" $labels | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "smarterp.labels" (merge (dict "version" (include "smarterp.tag" $values.image)) $labels) | nindent 8 }}
        tier: app
      annotations:
        checksum/ini: {{ include (print $root.Template.BasePath "/appserver/configmap.yaml") $root | sha256sum }}
    spec:
      initContainers:
      {{- if $root.Values.dbaccess.enabled }}
      {{- include "smarterp.wait" (dict "name" "dbaccess" "image" (include "smarterp.image" $values.image) "host" (printf "%s-dbaccess" $root.Release.Name) "port" $root.Values.dbaccess.port) | nindent 6 }}
      {{- end }}
      {{- include "smarterp.wait" (dict "name" "licenca" "image" (include "smarterp.image" $values.image) "host" (printf "%s-license-server" $root.Release.Name) "port" $root.Values.licenseServer.port) | nindent 6 }}
      containers:
      - name: appserver
        image: {{ include "smarterp.image" $values.image | quote }}
        args: [-console, -env={{ $role }}]
        ports:
        - {name: app, containerPort: {{ $values.port }}}
        env:
        - {name: TZ, value: {{ $root.Values.global.timezone | quote }}}
        - {name: APPSERVER_ROLE, value: {{ $role | quote }}}
        {{- range $root.Values.appserver.env }}
        - {name: {{ .name }}, value: {{ .value | quote }}}
        {{- end }}
        envFrom:
        - configMapRef: {name: {{ $root.Release.Name }}-appserver}
        readinessProbe:
          tcpSocket: {port: app}
        livenessProbe:
          tcpSocket: {port: app}
          initialDelaySeconds: 60
        {{- with $values.resources }}
        resources:
          {{- toYaml . | nindent 10 }}
        {{- end }}
        volumeMounts:
        - {name: ini, mountPath: /totvs/protheus/bin/appserver/appserver.ini, subPath: {{ $role }}.ini}
        {{- if $root.Values.filesystem.enabled }}
        - {name: protheus-data, mountPath: /totvs/protheus_data}
        {{- end }}
      volumes:
      - name: ini
        configMap: {name: {{ $root.Release.Name }}-appserver-ini}
      {{- if $root.Values.filesystem.enabled }}
      - name: protheus-data
        persistentVolumeClaim: {claimName: {{ $root.Release.Name }}-protheus-data}
      {{- end }}
      {{- with $values.terminationGracePeriodSeconds }}
      terminationGracePeriodSeconds: {{ . }}
      {{- end }}
      {{- include "smarterp.pod" $root | nindent 6 }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels:
    {{- include "smarterp.labels" $labels | nindent 4 }}
spec:
  selector:
    {{- include "smarterp.selector" $labels | nindent 4 }}
  ports:
  - {name: app, port: {{ $values.port }}, targetPort: app}
{{- end }}
